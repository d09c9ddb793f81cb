// What is shown: one view, chosen by its answers. Every outline is made whole again once.
const donnees = JSON.parse(document.getElementById("donnees").textContent);
const aires = donnees.aires;
let vue = donnees.vues[0];

function anneau(pas) {
  const sommets = [];
  let [lon, lat] = [0, 0];
  for (let rang = 0; rang < pas.length; rang += 2) {
    lon += pas[rang];
    lat += pas[rang + 1];
    sommets.push([lon / 1e4, lat / 1e4]);
  }
  return [...sommets, sommets[0]];
}
const geometrie = (contour) => contour && { type: "MultiPolygon", coordinates: contour.map((polygone) => polygone.map(anneau)) };
aires.contour = aires.contour.map(geometrie);
donnees.bassins.forEach((bassin) => { bassin.contour = geometrie(bassin.contour); });
donnees.zones.forEach((zone) => { zone.contour = geometrie(zone.contour); });

const INCONNU = { nom: "on ne sait pas, ou personne n’y habite", couleur: "#ffffff", motif: "points" };
const classeDe = (rang) => (vue.classes[rang] === "-" ? INCONNU : vue.legende[Number(vue.classes[rang])]);
const estimee = (rang) => (typeof vue.estime === "string" ? vue.estime[rang] === "1" : vue.estime);
const partielle = () => typeof vue.estime === "string";
// hatched where it is an estimate among others, unless hatches mean something else here
const hachuree = (rang) => partielle() && !vue.bandes.length && estimee(rang) && !vue.legende.some(({ motif }) => motif === "hachures");

function dureeDe(rang) {
  if (!vue.minutes) return null;
  const temps = vue.minutes[rang] === null ? null : `${nombre(vue.minutes[rang])} min`;
  return temps && `${temps}${estimee(rang) ? " (estimé)" : ""}`;
}

// The view of other answers; where no one has them all, the first that has the new one.
function vueDe(demande, option) {
  const commun = ({ reponses }) => reponses.filter((reponse, rang) => reponse === vue.reponses[rang]).length;
  return donnees.vues.filter(({ reponses }) => reponses[demande] === option)
    .reduce((meilleure, autre) => (commun(autre) > commun(meilleure) ? autre : meilleure));
}

// Residents by class of some areas, the unknown last; the legend counts all of them.
function compterHabitants(garder) {
  const comptes = new Array(vue.legende.length + 1).fill(0);
  aires.population.forEach((habitants, rang) => {
    if (!garder(rang)) return;
    comptes[vue.classes[rang] === "-" ? vue.legende.length : Number(vue.classes[rang])] += habitants;
  });
  return comptes;
}
const somme = (valeurs) => valeurs.reduce((total, valeur) => total + valeur, 0);
const tetes = (comptes) => somme(comptes.slice(0, vue.tetes));

function motDuBassin(bassin) {
  if (!vue.tetes) return "";
  const numero = donnees.bassins.indexOf(bassin);
  return pourcent(part(tetes(compterHabitants((rang) => aires.bassin[rang] === numero)), bassin.population));
}
