// Going to an area, a zone or a place, by the map, the search or the lists.
function ouvrir(bulle, lieu, contour, depuis) {
  choisie.clearLayers();
  if (contour) border(contour, choisie, "#1f3c88", null);
  carte.openPopup(bulle, lieu);
  dire(bulle());
  entrer(depuis);
}
carte.on("popupclose", () => choisie.clearLayers());

function montrerAire(rang, lieu, depuis) {
  ouvrir(() => bulleAire(rang), lieu, aires.contour[rang], depuis);
}
function allerAire(rang, depuis) {
  const lieu = L.latLng(aires.lat[rang], aires.lon[rang]);
  const contour = aires.contour[rang];
  voirCarte();
  carte.fitBounds(contour ? L.geoJSON(trait(contour, {})).getBounds() : lieu.toBounds(4000), { animate: false, maxZoom: 12, padding: [60, 60] });
  montrerAire(rang, lieu, depuis);
}
function allerZone(rang, depuis) {
  const { contour } = donnees.zones[rang];
  if (!contour) return;
  const emprise = L.geoJSON(trait(contour, {})).getBounds();
  voirCarte();
  carte.fitBounds(emprise, { animate: false, maxZoom: 12, padding: [50, 50] });
  ouvrir(() => bulleZone(rang), emprise.getCenter(), contour, depuis);
}
function montrerPoint(rang, depuis) {
  const point = donnees.points[rang];
  ouvrir(() => bullePoint(point), L.latLng(point.lat, point.lon), null, depuis);
}
function allerPoint(rang, depuis) {
  const point = donnees.points[rang];
  voirCarte();
  carte.setView([point.lat, point.lon], Math.max(carte.getZoom(), 12), { animate: false });
  montrerPoint(rang, depuis);
}
function allerBassin(rang) {
  const { bassin, emprise } = noms[rang];
  carte.closePopup();
  voirCarte();
  carte.fitBounds(emprise, { animate: false, padding: [24, 24] });
  annoncer([bassin.nom, "bassin d’emploi", motDuBassin(bassin) && `${motDuBassin(bassin)} ${vue.mot_tetes}`].filter(Boolean).join(", "));
}

const entrees = () => [
  ...aires.nom.map((nom, rang) => ({ nom, detail: `commune ${aires.code[rang]}`, cle: plier(`${nom} ${aires.code[rang]}`), aller: (depuis) => allerAire(rang, depuis) })),
  ...donnees.bassins.map((bassin, rang) => ({ nom: bassin.nom, detail: "bassin d’emploi", cle: plier(bassin.nom), aller: () => allerBassin(rang) })),
  ...donnees.points.map((point, rang) => ({ nom: point.nom, detail: [GENRES[point.genre], point.reseau].filter(Boolean).join(", "), cle: plier(point.nom), aller: (depuis) => allerPoint(rang, depuis) })),
];
