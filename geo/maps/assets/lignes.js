// Rows of a bubble, built node by node: a name and its values.
function lignes(paires) {
  const liste = element("dl");
  paires.map(([nom, ...valeurs]) => [nom, valeurs.filter(Boolean)]).forEach(([nom, valeurs]) => {
    if (!valeurs.length) return;
    liste.append(element("dt", nom), ...valeurs.map((valeur) => {
      const definition = element("dd");
      definition.append(valeur);
      return definition;
    }));
  });
  return liste;
}

function lien(texte, adresse) {
  return element("a", texte, { href: adresse, rel: "noreferrer noopener", target: "_blank" });
}

const alerte = (texte) => element("strong", texte, { class: "confirmer" });
