// How figures and texts enter a page: French forms, and every text of the data as text.
const francais = new Intl.NumberFormat("fr-FR");
const nombre = (valeur) => francais.format(valeur);
const minutes = (secondes) => Math.ceil(secondes / 60);
const part = (couverts, population) => (population > 0 && couverts !== null ? couverts / population : null);
// never 100 % while somebody is left out, nor 0 % while somebody is reached
function pourcent(valeur) {
  if (valeur === null) return "";
  const entier = Math.round(valeur * 100);
  const juste = valeur < 1 ? Math.min(entier, 99) : 100;
  return `${valeur > 0 ? Math.max(juste, 1) : 0} %`;
}

function element(nom, texte, attributs) {
  const noeud = document.createElement(nom);
  if (texte !== undefined && texte !== null) noeud.textContent = texte;
  Object.entries(attributs || {}).forEach(([cle, valeur]) => noeud.setAttribute(cle, valeur));
  return noeud;
}
