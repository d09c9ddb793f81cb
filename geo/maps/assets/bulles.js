// Bubbles of a place and of an origin.
function fiche(point) {
  if (!point.a_confirmer) return point.fiche;
  const suite = document.createDocumentFragment();
  suite.append(point.fiche ? `du ${point.fiche}, ` : "sans date, ", alerte("à confirmer"));
  return suite;
}

function bullePoint(point) {
  const bulle = element("div", null, { class: "bulle" });
  bulle.append(element("h3", point.nom), lignes([
    ["Réseau", nomReseau.get(point.reseau).nom],
    ["Adresse", point.adresse],
    ["À vérifier", ...point.a_verifier.map(alerte)],
    ["Téléphone", point.telephone && element("a", point.telephone, { href: `tel:${point.telephone.replace(/[^+\d]/g, "")}` }), point.telephone_note],
    ["Horaires", point.horaires || (point.note || point.reserve ? null : "inconnus"), point.reserve && alerte(point.reserve)],
    ["À savoir", point.note],
    ["Accès PMR", point.pmr],
    ["Site", point.site && lien(point.site.replace(/^https?:\/\/(www\.)?/, ""), point.site)],
    ["Fiche", fiche(point)],
  ]));
  return bulle;
}

function bulleOrigine(rang) {
  const bulle = element("div", null, { class: "bulle" });
  const trajets = donnees.modes.map(({ code, nom }) => {
    const { s, p, a } = donnees.acces[etat.reseau][code];
    return { code, nom, secondes: s[rang], estimees: a ? a[rang] : null, point: p[rang] === null ? null : donnees.points[p[rang]].nom };
  });
  const seul = new Set(trajets.map(({ point }) => point)).size === 1 ? trajets[0].point : null;
  const temps = ({ code, secondes, estimees, point }) => {
    if (secondes === null) return parMode.get(code).sans;
    const autre = estimees === null ? "" : ` (estimation : ${minutes(estimees)} min)`;
    return `${minutes(secondes)} min${estimeIci(code, rang)}${autre}${seul || !point ? "" : ` – ${point}`}`;
  };
  const dit = (trajet) => (trajet.code === etat.mode ? element("strong", temps(trajet)) : temps(trajet));
  const vers = etat.reseau === "tous" ? null : nomReseau.get(etat.reseau).nom;
  bulle.append(
    element("h3", origines.nom[rang]),
    element("p", `${nombre(origines.population[rang])} habitants`),
    lignes([["Réseau", vers], ["Le plus proche", seul], ...trajets.map((trajet) => [trajet.nom, dit(trajet)])]),
  );
  return bulle;
}
