// The table says what the map shows: the same réseau, the same mode, every threshold.
const corps = document.querySelector("#tableau tbody");
const rangees = [...corps.rows].map((ligne) => ({
  ligne,
  territoire: donnees.territoires.find(({ type, code }) => type === ligne.dataset.type && code === ligne.dataset.code),
}));
const tri = { cle: "nom", sens: 1 };

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

function valeur({ territoire }) {
  if (tri.cle === "nom") return territoire.nom;
  if (tri.cle === "population") return territoire.population;
  return part(couverts(territoire.type, territoire.code)[Number(tri.cle)], territoire.population) ?? -1;
}

function trier() {
  const compare = (un, autre) => (typeof un === "string" ? un.localeCompare(autre, "fr", { numeric: true }) : un - autre);
  const region = ({ territoire }) => (territoire.type === "region" ? 0 : 1);
  const ordre = [...rangees].sort((un, autre) => region(un) - region(autre) || tri.sens * compare(valeur(un), valeur(autre)));
  corps.append(...ordre.map(({ ligne }) => ligne));
}

document.querySelectorAll("#tableau [data-tri]").forEach((bouton) => bouton.addEventListener("click", () => {
  tri.sens = tri.cle === bouton.dataset.tri ? -tri.sens : 1;
  tri.cle = bouton.dataset.tri;
  document.querySelectorAll("#tableau th[aria-sort]").forEach((titre) => titre.removeAttribute("aria-sort"));
  bouton.closest("th").setAttribute("aria-sort", tri.sens > 0 ? "ascending" : "descending");
  trier();
}));
