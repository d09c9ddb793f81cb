// The map in tables: every bassin, zone, commune and place, each with a button that shows it.
const chiffres = (valeur) => nombre(valeur);

function listerBassins() {
  if (!corpsDe("bassins")) return;
  const comptes = donnees.bassins.map((_, numero) => compterHabitants((rang) => aires.bassin[rang] === numero));
  const inconnus = comptes.some((un) => un.at(-1) > 0);
  const classes = vue.legende.map(({ nom }, classe) => [nom, (rang) => chiffres(comptes[rang][classe]), (rang) => comptes[rang][classe]]);
  const taux = (rang) => part(tetes(comptes[rang]), donnees.bassins[rang].population);
  dresser(corpsDe("bassins"), [
    ["Bassin", (rang) => bouton(donnees.bassins[rang].nom, () => allerBassin(rang)), (rang) => donnees.bassins[rang].nom],
    ["Habitants", (rang) => chiffres(donnees.bassins[rang].population), (rang) => donnees.bassins[rang].population],
    ...(vue.tetes ? [[`Part ${vue.mot_tetes}`, (rang) => pourcent(taux(rang)), (rang) => taux(rang) ?? -1]] : []),
    ...classes,
    ...(inconnus ? [[INCONNU.nom, (rang) => chiffres(comptes[rang].at(-1)), (rang) => comptes[rang].at(-1)]] : []),
    ...(donnees.bassins.some((un) => un.document) ? [["Document", (rang) => (donnees.bassins[rang].document ? versDocument(donnees.bassins[rang], "lecteur") : ""), (rang) => donnees.bassins[rang].nom]] : []),
  ], [...donnees.bassins.keys()]);
}

function listerZones() {
  const bloc = document.getElementById("liste-zones");
  if (!bloc) return;
  bloc.hidden = vue.zones === null;
  const siennes = vue.zones || [];
  bloc.querySelector(".vide").hidden = siennes.length > 0;
  bloc.querySelector(".defile-cadre").hidden = !siennes.length;
  const dit = (titre) => (rang) => (donnees.zones[rang].dits.find(([un]) => un === titre) || [])[1];
  const titres = [...new Set(siennes.flatMap((rang) => donnees.zones[rang].dits.map(([titre]) => titre)))];
  const solides = siennes.some((rang) => donnees.zones[rang].ferme !== null);
  dresser(corpsDe("zones"), [
    ["Communes", (rang) => bouton(donnees.zones[rang].nom, (touche) => allerZone(rang, touche)), (rang) => donnees.zones[rang].nom],
    ["Habitants", (rang) => chiffres(donnees.zones[rang].habitants), (rang) => donnees.zones[rang].habitants],
    ...(solides ? [["Ferme ou fragile", (rang) => solidite(donnees.zones[rang])]] : []),
    ...titres.map((titre) => [titre, dit(titre)]),
  ], siennes);
}

// Long lists are made when they are opened.
function listerAires() {
  if (!document.getElementById("liste-aires").open) return;
  const nomBassin = (rang) => (donnees.bassins[aires.bassin[rang]] || {}).nom;
  dresser(corpsDe("aires"), [
    ["Commune", (rang) => bouton(aires.nom[rang], (touche) => allerAire(rang, touche)), (rang) => aires.nom[rang]],
    ...(donnees.bassins.length > 1 ? [["Bassin", nomBassin]] : []),
    ["Habitants", (rang) => chiffres(aires.population[rang]), (rang) => aires.population[rang]],
    [vue.titre, (rang) => classeDe(rang).nom, (rang) => (vue.classes[rang] === "-" ? 9 : Number(vue.classes[rang]))],
    ...(Object.keys(vue.dits).length ? [["Avant, après", (rang) => vue.dits[rang]]] : []),
    ...(vue.minutes ? [["Durée", (rang) => dureeDe(rang), (rang) => vue.minutes[rang] ?? Infinity]] : []),
  ], [...aires.nom.keys()]);
}

function listerPoints() {
  const bloc = document.getElementById("liste-points");
  if (!bloc?.open) return;
  const titres = [...new Set(donnees.points.flatMap(({ dits }) => dits.map(([titre]) => titre)))];
  dresser(corpsDe("points"), [
    ["Nom", (rang) => bouton(donnees.points[rang].nom, (touche) => allerPoint(rang, touche)), (rang) => donnees.points[rang].nom],
    ["Ce que c’est", (rang) => GENRES[donnees.points[rang].genre]],
    ["Réseau", (rang) => donnees.points[rang].reseau],
    ...titres.map((titre) => [titre, (rang) => (donnees.points[rang].dits.find(([un]) => un === titre) || [])[1]]),
  ], [...donnees.points.keys()]);
}

document.getElementById("liste-aires").addEventListener("toggle", listerAires);
document.getElementById("liste-points")?.addEventListener("toggle", listerPoints);
function lister_() {
  listerBassins();
  listerZones();
  listerAires();
}
