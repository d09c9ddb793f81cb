// Search in the page itself: communes first, then places; arrows, Enter and Escape.
const plier = (texte) => texte.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
  .replace(/œ/g, "oe").replace(/\bste?\b/g, (mot) => (mot === "st" ? "saint" : "sainte")).replace(/[^a-z0-9]+/g, " ").trim();
const fichier = [
  ...origines.nom.map((nom, rang) => ({ nom, detail: `commune ${origines.code[rang]}`, cle: plier(nom), aller: () => allerCommune(rang) })),
  ...donnees.points.map((point, rang) => ({
    nom: point.nom, detail: nomReseau.get(point.reseau).nom, cle: plier(`${point.nom} ${point.adresse}`), aller: () => allerPoint(rang),
  })),
];
const PLACES = 8;
const champ = document.getElementById("recherche");
const boite = document.getElementById("resultats");
let choisis = [];
let actif = -1;

function trouver(texte) {
  const cle = plier(texte);
  if (!cle) return [];
  const notes = fichier.map((entree) => {
    if (entree.cle === cle) return 0;
    if (entree.cle.startsWith(cle)) return 1;
    if (entree.cle.includes(` ${cle}`)) return 2;
    return entree.cle.includes(cle) ? 3 : 9;
  });
  return fichier.map((entree, rang) => [notes[rang], rang, entree]).filter(([note]) => note < 9)
    .sort((un, autre) => un[0] - autre[0] || un[1] - autre[1]).map(([, , entree]) => entree);
}

function lister() {
  const tous = trouver(champ.value);
  choisis = tous.slice(0, PLACES);
  boite.replaceChildren(...choisis.map((entree, rang) => {
    const ligne = element("li", null, { role: "option", id: `resultat-${rang}`, "aria-selected": "false" });
    ligne.append(element("b", entree.nom), element("span", entree.detail));
    ligne.addEventListener("mousedown", (evenement) => { evenement.preventDefault(); choisir(rang); });
    return ligne;
  }));
  boite.hidden = !choisis.length;
  champ.setAttribute("aria-expanded", String(Boolean(choisis.length)));
  const dit = tous.length ? `${nombre(tous.length)} résultat${tous.length > 1 ? "s" : ""}` : "aucun résultat";
  document.getElementById("recherche-etat").textContent = champ.value.trim() ? dit : "";
  activer(-1);
}

function activer(rang) {
  actif = rang;
  [...boite.children].forEach((ligne, numero) => ligne.setAttribute("aria-selected", String(numero === rang)));
  if (rang < 0) champ.removeAttribute("aria-activedescendant");
  else champ.setAttribute("aria-activedescendant", `resultat-${rang}`);
}

function fermer() {
  boite.hidden = true;
  champ.setAttribute("aria-expanded", "false");
  activer(-1);
}

function choisir(rang) {
  const entree = choisis[rang];
  if (!entree) return;
  champ.value = entree.nom;
  fermer();
  entree.aller();
}

// What the bubble shows, for those who hear the page.
function dire(bulle) {
  const morceaux = [...bulle.querySelectorAll("h3, p, dt, dd")].map(({ textContent }) => textContent).filter(Boolean);
  document.getElementById("recherche-etat").textContent = morceaux.join(", ");
}

// On a phone the field stands under the map.
const voirCarte = () => document.getElementById("carte-zone").scrollIntoView({ block: "nearest", behavior: doux ? "smooth" : "auto" });

function allerCommune(rang) {
  const terre = terres.getLayers().find((couche) => couche.feature.properties.rang === rang);
  const lieu = L.latLng(origines.lat[rang], origines.lon[rang]);
  carte.fitBounds(terre ? terre.getBounds() : lieu.toBounds(4000), { animate: false, maxZoom: 12, padding: [60, 60] });
  const bulle = bulleOrigine(rang);
  carte.openPopup(bulle, lieu); // the map stands still: the bubble finds its place at once
  voirCarte();
  dire(bulle);
}

function allerPoint(rang) {
  const case_ = [...document.querySelectorAll("input[name=affiche]")].find(({ value }) => value === donnees.points[rang].reseau);
  if (!case_.checked) { case_.checked = true; afficher(); }
  groupe.zoomToShowLayer(marques[rang], () => marques[rang].openPopup());
  voirCarte();
  dire(bullePoint(donnees.points[rang]));
}

champ.addEventListener("input", lister);
champ.addEventListener("blur", fermer);
champ.addEventListener("keydown", (evenement) => {
  const pas = { ArrowDown: 1, ArrowUp: -1 }[evenement.key];
  if (pas && choisis.length) {
    evenement.preventDefault();
    activer((actif + pas + choisis.length) % choisis.length);
  } else if (evenement.key === "Enter") {
    evenement.preventDefault();
    choisir(Math.max(actif, 0));
  } else if (evenement.key === "Escape") fermer();
});
