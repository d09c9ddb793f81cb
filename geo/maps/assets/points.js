// Every place in a table, each with a button that shows it; made when it is opened.
const tousLesPoints = document.getElementById("liste-points");
const dePoint = (cle) => (rang) => donnees.points[rang][cle];
tousLesPoints.addEventListener("toggle", () => {
  if (!tousLesPoints.open) return;
  dresser(corpsDe("points"), [
    ["Nom", (rang) => bouton(donnees.points[rang].nom, (touche) => allerPoint(rang, touche)), dePoint("nom")],
    ["Réseau", (rang) => nomReseau.get(donnees.points[rang].reseau).nom],
    ["Adresse", dePoint("adresse")],
    ["Téléphone", dePoint("telephone")],
    ["Accès PMR", dePoint("pmr")],
  ], [...donnees.points.keys()]);
});
