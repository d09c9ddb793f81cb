// Bassins: a dark line on a white one, and a name where it fits.
const contours = donnees.bassins.map((bassin) => trait(bassin.contour, {}));
[["#ffffff", 4, 0.9], ["#10121c", 1.6, 1]].forEach(([color, weight, opacity]) => {
  L.geoJSON(contours, { renderer: dessous, interactive: false, style: { color, weight, opacity, fill: false } }).addTo(carte);
});
carte.createPane("noms").style.zIndex = 590; // under the places, which can be clicked
const noms = donnees.bassins.map((bassin) => {
  const boite = element("div", null, { class: "bassin" });
  boite.append(element("b", bassin.nom), element("span"));
  const icone = L.divIcon({ html: boite, className: "bassin-zone", iconSize: [0, 0] });
  const marque = L.marker(bassin.reperes[0], { icon: icone, pane: "noms", interactive: false, keyboard: false }).addTo(carte);
  return { bassin, boite, marque, emprise: L.geoJSON(trait(bassin.contour, {})).getBounds() };
});

const seTouchent = (un, autre) => un.left < autre.right && autre.left < un.right && un.top < autre.bottom && autre.top < un.bottom;

// A name is written where its bassin is wide enough, clear of the places and of other names.
function nommer() {
  const seul = donnees.bassins.length === 1; // the page is about it
  const pris = [...document.querySelectorAll(".leaflet-marker-pane .point")].map((icone) => icone.getBoundingClientRect());
  noms.forEach(({ bassin, boite, marque, emprise }) => {
    boite.lastChild.textContent = motDuBassin(bassin);
    boite.hidden = false;
    const ouest = carte.latLngToContainerPoint(emprise.getSouthWest());
    const est = carte.latLngToContainerPoint(emprise.getNorthEast());
    const large = est.x - ouest.x > boite.offsetWidth && ouest.y - est.y > boite.offsetHeight;
    const libre = large && bassin.reperes.find((repere) => {
      marque.setLatLng(repere);
      const cadre_ = boite.getBoundingClientRect();
      return !pris.some((autre) => seTouchent(cadre_, autre));
    });
    boite.hidden = !libre || seul;
    if (!boite.hidden) pris.push(boite.getBoundingClientRect());
  });
}
carte.on("moveend", nommer);
carte.on("moveend", () => setTimeout(nommer, 350)); // once the clusters have come to rest
groupe.on("animationend", nommer); // which may take longer on a slow machine
