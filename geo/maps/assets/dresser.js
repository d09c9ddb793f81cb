// Tables made of columns: a heading, what is written, and what sorts it where that is another value.
const bouton = (texte, aller) => {
  const touche = element("button", texte, { type: "button", class: "voir" });
  touche.addEventListener("click", () => aller(touche));
  return touche;
};

function dresser(tableau, colonnes, rangs) {
  const tete = element("tr");
  tete.append(...colonnes.map(([titre], numero) => {
    const cellule = element("th", null, { scope: "col" });
    cellule.append(element("button", titre, { type: "button", "data-tri": numero }));
    return cellule;
  }));
  const valeurs = new Map();
  const corps_ = rangs.map((rang) => {
    const ligne = element("tr");
    ligne.append(...colonnes.map(([, ecrire], numero) => {
      const cellule = element(numero ? "td" : "th", null, numero ? {} : { scope: "row" });
      cellule.append(ecrire(rang) ?? "");
      return cellule;
    }));
    valeurs.set(ligne, colonnes.map(([, ecrire, trier]) => (trier || ecrire)(rang) ?? ""));
    return ligne;
  });
  tableau.tHead.replaceChildren(tete);
  tableau.tBodies[0].replaceChildren(...corps_);
  triable(tableau, (ligne, cle) => valeurs.get(ligne)[Number(cle)]);
}

const corpsDe = (nom) => document.querySelector(`#liste-${nom} table`);
