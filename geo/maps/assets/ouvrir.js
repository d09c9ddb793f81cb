// Going to an area, a zone or a place, by the map, the search or the lists; and back by Escape.
let retour = null;

function ouvrir(bulle, lieu, contour, depuis) {
  choisie.clearLayers();
  if (contour) border(contour, choisie, "#1f3c88", null);
  carte.openPopup(bulle, lieu);
  annoncer([...bulle().querySelectorAll("h3, p, dt, dd")].map(({ textContent }) => textContent).filter(Boolean).join(", "));
  retour = depuis || null;
  if (depuis) carte._popup.getElement().focus({ preventScroll: true });
}

carte.on("popupopen", ({ popup }) => {
  const boite_ = popup.getElement();
  boite_.setAttribute("tabindex", "-1");
  boite_.setAttribute("role", "dialog");
  boite_.setAttribute("aria-label", boite_.querySelector("h3").textContent);
  boite_.querySelector(".leaflet-popup-close-button").setAttribute("aria-label", "Fermer");
});
carte.on("popupclose", ({ popup }) => {
  choisie.clearLayers();
  const dedans = popup.getElement()?.contains(document.activeElement);
  if (retour && dedans) retour.focus();
  retour = null;
});
document.addEventListener("keydown", (evenement) => {
  if (evenement.key === "Escape") carte.closePopup();
});

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
  ...aires.nom.map((nom, rang) => ({ nom, detail: `commune ${aires.code[rang]}`, cle: plier(`${nom} ${aires.code[rang]}`), aller: () => allerAire(rang) })),
  ...donnees.bassins.map((bassin, rang) => ({ nom: bassin.nom, detail: "bassin d’emploi", cle: plier(bassin.nom), aller: () => allerBassin(rang) })),
  ...donnees.points.map((point, rang) => ({ nom: point.nom, detail: [GENRES[point.genre], point.reseau].filter(Boolean).join(", "), cle: plier(point.nom), aller: () => allerPoint(rang) })),
];
