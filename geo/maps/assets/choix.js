// Choices between views, and the legend that follows them, in minutes or words and in people.
function echantillon({ couleur, motif }) {
  const puce = element("span", null, { class: "puce", "aria-hidden": "true" });
  puce.style.background = motif ? trame(couleur, motif).image : couleur;
  return puce;
}

function legende() {
  const total = somme(aires.population);
  const rangs = vue.inconnus || vue.classes.includes("-") ? [...vue.legende, { ...INCONNU, habitants: vue.inconnus }] : vue.legende;
  document.getElementById("legende").replaceChildren(...rangs.map((classe) => {
    const ligne = element("li");
    const barre = element("span", null, { class: "barre", "aria-hidden": "true" });
    barre.style.setProperty("--part", total ? classe.habitants / total : 0);
    const habitants = element("span", nombre(classe.habitants), { class: "habitants", title: "habitants" });
    habitants.append(element("span", " habitants", { class: "lecteur" }));
    ligne.append(echantillon(classe), element("span", classe.nom, { class: "libelle" }), habitants, barre);
    return ligne;
  }));
  document.getElementById("legende-titre").textContent = `${vue.titre}, et habitants`;
  legendeEstime();
}

function legendeEstime() {
  const ligne = document.getElementById("legende-estime");
  const gens = somme(aires.population.filter((_, rang) => estimee(rang)));
  const hachures_ = aires.nom.some((_, rang) => hachuree(rang)) ? "Hachuré : temps" : "Temps";
  ligne.hidden = !vue.estime && !vue.note;
  ligne.textContent = vue.note || (partielle()
    ? `${hachures_} estimés pour des communes où vivent ${nombre(gens)} habitants ; par les rues ailleurs.`
    : "Tous les temps sont estimés à vol d’oiseau × détour, sans réseau de rues.");
  const taux = document.getElementById("legende-part");
  taux.hidden = !vue.tetes || donnees.bassins.length < 2;
  taux.textContent = `Sous le nom d’un bassin : la part de ses habitants ${vue.mot_tetes}.`;
  const zones_ = document.getElementById("legende-zones");
  if (zones_) zones_.hidden = !vue.zones?.length;
}

// What the signs of single places mean, once for all views.
const signes = Object.keys(SIGNES).filter((genre) => donnees.points.some((point) => point.genre === genre));
document.getElementById("legende-signes").hidden = !signes.length;
document.getElementById("legende-signes").replaceChildren(...signes.map((genre) => element("span", `${SIGNES[genre]} ${GENRES[genre]}`)));

function synchroniser() {
  document.querySelectorAll("[data-demande]").forEach((champ_) => {
    const option = vue.reponses[Number(champ_.dataset.demande)];
    if (champ_.type === "radio") champ_.checked = Number(champ_.value) === option;
    else champ_.value = String(option);
  });
}

function rafraichir() {
  synchroniser();
  colorer();
  nommer();
  legende();
  mentionner();
  document.getElementById("bilan").textContent = vue.bilan;
  lister_();
  relire();
}

document.querySelectorAll("[data-demande]").forEach((champ_) => champ_.addEventListener("change", () => {
  vue = vueDe(Number(champ_.dataset.demande), Number(champ_.value));
  taire();
  rafraichir();
  if (vue.cadre) cadrer();
}));
document.getElementById("montrer-points")?.addEventListener("change", afficher);
