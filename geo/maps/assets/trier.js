// Headings that sort the rows below them; `avant` keeps some rows first whatever the order.
function triable(tableau, valeur, avant = () => 0) {
  const corps_ = tableau.tBodies[0];
  const tri = { cle: null, sens: 1 };
  const compare = (un, autre) => (typeof un === "string" ? un.localeCompare(autre, "fr", { numeric: true }) : un - autre);
  const trier = () => {
    if (tri.cle === null) return;
    corps_.append(...[...corps_.rows].sort((un, autre) => avant(un) - avant(autre) || tri.sens * compare(valeur(un, tri.cle), valeur(autre, tri.cle))));
  };
  tableau.querySelectorAll("[data-tri]").forEach((touche) => touche.addEventListener("click", () => {
    tri.sens = tri.cle === touche.dataset.tri ? -tri.sens : 1;
    tri.cle = touche.dataset.tri;
    tableau.querySelectorAll("th[aria-sort]").forEach((titre) => titre.removeAttribute("aria-sort"));
    touche.closest("th").setAttribute("aria-sort", tri.sens > 0 ? "ascending" : "descending");
    trier();
  }));
  const deja = tableau.querySelector("th[aria-sort] [data-tri]");
  if (deja) tri.cle = deja.dataset.tri;
  return trier;
}
