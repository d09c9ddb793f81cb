// The table says what the map shows: the same réseau, the same mode, every threshold.
const corps = document.querySelector("#tableau tbody");
const rangees = [...corps.rows].map((ligne) => ({
  ligne,
  territoire: donnees.territoires.find(({ type, code }) => type === ligne.dataset.type && code === ligne.dataset.code),
}));
const parLigne = new Map(rangees.map(({ ligne, territoire }) => [ligne, territoire]));
const trier = triable(document.querySelector("#tableau table"), valeur, (ligne) => (parLigne.get(ligne).type === "region" ? 0 : 1));

function remplirTableau() {
  document.getElementById("tableau-titre").textContent =
    `Part des habitants qui atteignent ${versQui()} en ${donnees.seuils_s.map((seuil) => seuil / 60).join(", ")} min ou moins, ${nomMode.get(etat.mode).toLowerCase()}`
    + `${{ estime: ", temps estimés", mixte: ", temps en partie estimés", reseau: "" }[modeChoisi().temps]}`
    + `${donnees.essai ? ` (${donnees.essai})` : ""}.`;
  rangees.forEach(({ ligne, territoire }) => {
    const titre = ligne.cells[0];
    titre.querySelector("small")?.remove();
    if (approche(territoire.type, territoire.code)) titre.append(element("small", " ≈ avec des temps estimés"));
    couverts(territoire.type, territoire.code).forEach((habitants, rang) => {
      const valeur = part(habitants, territoire.population);
      const cellule = ligne.cells[rang + 2];
      cellule.replaceChildren();
      cellule.style.removeProperty("--part");
      if (valeur === null) return;
      cellule.append(element("b", pourcent(valeur)), element("small", nombre(habitants)));
      cellule.style.setProperty("--part", valeur);
    });
  });
  trier();
}

function valeur(ligne, cle) {
  const territoire = parLigne.get(ligne);
  if (cle === "nom") return territoire.nom;
  if (cle === "population") return territoire.population;
  return part(couverts(territoire.type, territoire.code)[Number(cle)], territoire.population) ?? -1;
}
