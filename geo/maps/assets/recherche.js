// Search in the page itself: communes first, bassins, then places; arrows, Enter and Escape.
const plier = (texte) => texte.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
  .replace(/œ/g, "oe").replace(/\bste?\b/g, (mot) => (mot === "st" ? "saint" : "sainte")).replace(/[^a-z0-9]+/g, " ").trim();
const fichier = entrees().map((entree) => ({ ...entree, titre: plier(entree.nom) }));
const PLACES = 8;
const champ = document.getElementById("recherche");
const boite = document.getElementById("resultats");
const annonce = document.getElementById("recherche-etat");
let choisis = [];
let actif = -1;

// The words in order come first, then all of them in any order, each as a word or its beginning.
const ABSENT = 9;
const tousDans = (mots, texte) => mots.every((mot) => ` ${texte}`.includes(` ${mot}`));
function noter({ titre, cle }, cherche) {
  if (titre === cherche) return 0;
  if (cle.startsWith(cherche)) return 1;
  if (cle.includes(` ${cherche}`)) return 2;
  const mots = cherche.split(" ");
  if (tousDans(mots, titre)) return 3;
  if (tousDans(mots, cle)) return 4;
  return cle.includes(cherche) ? 5 : ABSENT;
}

function trouver(texte) {
  const cherche = plier(texte);
  if (!cherche) return [];
  const notes = fichier.map((entree) => noter(entree, cherche));
  return fichier.map((entree, rang) => [notes[rang], rang, entree]).filter(([note]) => note < ABSENT)
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
  annoncer(champ.value.trim() ? dit : "");
  annonce.classList.toggle("lecteur", Boolean(tous.length) || !champ.value.trim()); // none is seen too
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

function choisir(rang, depuis) {
  const entree = choisis[rang];
  if (!entree) return;
  champ.value = entree.nom;
  fermer();
  entree.aller(depuis);
}

function annoncer(texte) {
  annonce.textContent = texte;
  annonce.classList.add("lecteur");
}

// What was said of a bubble no longer holds; that nothing was found does.
function taire() {
  if (annonce.classList.contains("lecteur")) annonce.textContent = "";
}

// What the bubble shows, for those who hear the page.
function dire(bulle) {
  const morceaux = [...bulle.querySelectorAll("h3, p, dt, dd")].map(({ textContent }) => textContent).filter(Boolean);
  annoncer(morceaux.join(", "));
}

// On a phone the field stands under the map.
const voirCarte = () => document.getElementById("carte-zone").scrollIntoView({ block: "nearest", behavior: doux ? "smooth" : "auto" });

champ.addEventListener("input", lister);
champ.addEventListener("blur", fermer);
champ.addEventListener("keydown", (evenement) => {
  const pas = { ArrowDown: 1, ArrowUp: -1 }[evenement.key];
  if (pas && choisis.length) {
    evenement.preventDefault();
    activer((actif + pas + choisis.length) % choisis.length);
  } else if (evenement.key === "Enter") {
    evenement.preventDefault();
    choisir(Math.max(actif, 0), champ);
  } else if (evenement.key === "Escape") fermer();
});
