// What is shown, and the figures behind it.
const donnees = JSON.parse(document.getElementById("donnees").textContent);
const origines = donnees.origines;
const nomReseau = new Map(donnees.reseaux.map((reseau) => [reseau.code, reseau]));
const nomMode = new Map(donnees.modes.map((mode) => [mode.code, mode.nom]));
const etat = { mode: donnees.modes[0].code, reseau: "tous", seuil: 0 };

// Near is pale, far is dark; told apart without seeing hue. Checked by the tests.
const COULEURS = ["#fef0c7", "#fdcd8b", "#f8a06b", "#e56f6f", "#b94a83", "#7f307f", "#431d63"];
const GRIS = "#8a8d91";

const libelles = donnees.classes_s
  .map((haut, rang) => (rang ? `plus de ${donnees.classes_s[rang - 1] / 60} à ${haut / 60} min` : `${haut / 60} min ou moins`))
  .concat(`plus de ${donnees.classes_s.at(-1) / 60} min`);

// Bounds are inclusive; the last class is open, null is not reached.
function classe(secondes) {
  if (secondes === null) return null;
  const rang = donnees.classes_s.findIndex((haut) => secondes <= haut);
  return rang < 0 ? donnees.classes_s.length : rang;
}

const parMode = new Map(donnees.modes.map((mode) => [mode.code, mode]));
const modeChoisi = () => parMode.get(etat.mode);
const enPartie = { estime: " (estimé)", mixte: " (estimé en partie)", reseau: "" };
// on a network each time says if it is an estimate; without one all are, or none
function estimeIci(mode, rang) {
  const { e } = donnees.acces[etat.reseau][mode];
  return (e ? e[rang] : donnees.estime) ? " (estimé)" : "";
}

const acces = () => donnees.acces[etat.reseau][etat.mode];
const couleur = (secondes) => (secondes === null ? GRIS : COULEURS[classe(secondes)]);
const couverts = (type, code) => donnees.couverture[etat.reseau][etat.mode][`${type}-${code}`];

// Told apart where a mode has both: estimates are hatched, a bassin that has some is marked.
const melange = () => donnees.rues && modeChoisi().temps === "mixte";
const hachuree = (rang) => melange() && acces().e[rang] === 1;
const approche = (type, code) => melange() && donnees.couverture_estimee[etat.reseau][etat.mode].includes(`${type}-${code}`);

// What is written of a bassin on the map: its share, marked where it rests on estimates.
function motDuBassin({ code }) {
  const territoire = donnees.territoires.find((un) => un.type === "bassin" && un.code === code);
  const dite = territoire ? pourcent(part(couverts("bassin", code)[etat.seuil], territoire.population)) : "";
  return dite && approche("bassin", code) ? `≈ ${dite}` : dite;
}
