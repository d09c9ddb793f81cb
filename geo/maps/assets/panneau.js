// Choices, and the legend that follows them.
const puce = (rang) => element("span", null, { class: "puce", style: `background:${rang === null ? GRIS : COULEURS[rang]}` });

function legende() {
  const gens = new Array(COULEURS.length).fill(0);
  let perdus = 0;
  acces().s.forEach((secondes, rang) => {
    const numero = classe(secondes);
    if (numero === null) perdus += origines.population[rang];
    else gens[numero] += origines.population[rang];
  });
  const total = gens.reduce((somme, nombre_) => somme + nombre_, perdus);
  const lignes_ = gens.map((habitants, rang) => [rang, libelles[rang], habitants]);
  if (perdus) lignes_.push([null, modeChoisi().sans, perdus]);
  document.getElementById("legende").replaceChildren(...lignes_.map(([rang, libelle, habitants]) => {
    const ligne = element("li");
    const barre = element("span", null, { class: "barre", "aria-hidden": "true" });
    barre.style.setProperty("--part", total ? habitants / total : 0);
    ligne.append(puce(rang), element("span", libelle, { class: "libelle" }),
      element("span", nombre(habitants), { class: "habitants", title: "habitants" }), barre);
    return ligne;
  }));
  document.getElementById("legende-titre").textContent =
    `Minutes jusqu’au point le plus proche, ${nomMode.get(etat.mode).toLowerCase()}, et habitants`;
  const { methode } = modeChoisi();
  document.getElementById("legende-methode").textContent = `${methode[0].toUpperCase()}${methode.slice(1)}.`;
}

// The hatches of the map in words, and how many residents they stand for.
function legendeEstime() {
  const bloc = document.getElementById("legende-estime");
  const gens = origines.population.reduce((somme, habitants, rang) => somme + (hachuree(rang) ? habitants : 0), 0);
  bloc.hidden = !gens;
  bloc.lastElementChild.textContent = `Hachuré : temps estimé, hors du réseau (${nombre(gens)} habitants). « ≈ » : bassin où des temps sont estimés.`;
}

const versQui = () => etat.reseau === "tous" ? "un point d’accueil" : `un point d’accueil du réseau « ${nomReseau.get(etat.reseau).nom} »`;

function bilan() {
  const regions = donnees.territoires.filter(({ type }) => type === "region");
  const comptes = regions.map(({ code }) => couverts("region", code)[etat.seuil]);
  const population = regions.reduce((somme, region) => somme + region.population, 0);
  const dedans = comptes.reduce((somme, compte) => somme + compte, 0);
  const bloc = document.getElementById("bilan");
  if (comptes.includes(null)) {
    bloc.textContent = `Trop peu d’habitants sont sur le réseau de rues pour dire combien atteignent ${versQui()} ${nomMode.get(etat.mode).toLowerCase()}.`;
    return;
  }
  bloc.replaceChildren(
    element("strong", pourcent(part(dedans, population))),
    ` des habitants atteignent ${versQui()} en ${donnees.seuils_s[etat.seuil] / 60} min ou moins ${nomMode.get(etat.mode).toLowerCase()}`
    + `${enPartie[modeChoisi().temps]} ; ${nombre(population - dedans)} n’en atteignent pas dans ce temps.`,
  );
}

function rafraichir() {
  colorer();
  nommer();
  legende();
  legendeEstime();
  bilan();
  mentionner();
  remplirTableau();
}

// The choice of a mode or of a réseau changes the times, those of an open bubble too.
function rechoisir() {
  rafraichir();
  relire();
  taire();
  compter();
}

const affiches = () => new Set([...document.querySelectorAll("input[name=affiche]:checked")].map((case_) => case_.value));
function afficher() {
  montrer(affiches());
  nommer();
  compter();
}

// How many places are on the map; and, once a réseau is chosen, that the others stay there.
function compter() {
  const reseaux = affiches();
  const montres = donnees.points.filter(({ reseau }) => reseaux.has(reseau)).length;
  document.getElementById("points-compte").textContent = `(${nombre(montres)} sur ${nombre(donnees.points.length)})`;
  const choisi = nomReseau.get(etat.reseau);
  document.getElementById("reseau-note").hidden = !choisi;
  if (!choisi) return;
  const siens = reseaux.has(choisi.code) ? choisi.points : 0;
  const autres = montres - siens;
  const carte_ = siens
    ? (autres ? `garde aussi ${points(autres)} d’autres réseaux` : "ne montre que ce réseau")
    : `ne montre pas ce réseau${autres ? `, mais ${points(autres)} d’autres` : ""}`;
  document.getElementById("reseau-points").textContent = `Calcul vers ${points(choisi.points)} de ce réseau. La carte ${carte_}.`;
  document.getElementById("lui-seul").hidden = siens > 0 && !autres;
}
const points = (compte) => `${nombre(compte)} point${compte > 1 ? "s" : ""}`;

function cocher(voulu) {
  document.querySelectorAll("input[name=affiche]").forEach((case_) => { case_.checked = voulu(case_.value); });
  afficher();
}

document.querySelectorAll("input[name=mode]").forEach((bouton) => bouton.addEventListener("change", () => {
  etat.mode = bouton.value;
  rechoisir();
}));
document.getElementById("reseau").addEventListener("change", (evenement) => {
  etat.reseau = evenement.target.value;
  rechoisir();
});
document.getElementById("seuil").addEventListener("change", (evenement) => {
  etat.seuil = Number(evenement.target.value);
  rafraichir();
});
document.getElementById("ronds").addEventListener("change", (evenement) => {
  if (evenement.target.checked) ronds.addTo(carte); else ronds.remove();
  colorer();
});
document.querySelectorAll("input[name=affiche]").forEach((case_) => case_.addEventListener("change", afficher));
document.getElementById("tout").addEventListener("click", () => cocher(() => true));
document.getElementById("rien").addEventListener("click", () => cocher(() => false));
document.getElementById("lui-seul").addEventListener("click", () => cocher((code) => code === etat.reseau));
