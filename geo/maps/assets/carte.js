// The map: land coloured by minutes, circles by population, bassins, places in clusters.
const carte = map_carte;
const groupe = marker_cluster_points;
const doux = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const TERRE = "#f4f4f0";
const dessous = L.canvas({ padding: 0.3, pane: "overlayPane" });

// A line on the picture itself, for it will be cut out of the page.
const mention = L.control({ position: "bottomright" });
mention.onAdd = () => element("p", null, { class: "mention" });
mention.addTo(carte);
mention.addTo(carte);
function mentionner() {
  const { methode, temps } = modeChoisi();
  const dite = donnees.rues ? methode : temps === "estime" && "temps estimés à vol d’oiseau × détour";
  const phrases = [`Sources : ${donnees.producteurs.join(", ")}`, dite && dite[0].toUpperCase() + dite.slice(1)];
  mention.getContainer().replaceChildren(
    ...(donnees.essai ? [element("span", donnees.essai, { class: "essai" })] : []),
    element("span", `${phrases.filter(Boolean).join(". ")}.`, { class: "sources" }),
  );
}
L.control.zoom({ zoomInTitle: "Agrandir", zoomOutTitle: "Réduire" }).addTo(carte);
L.control.scale({ imperial: false }).addTo(carte);

// A bubble fits the map that is seen, clear of the buttons; a longer one scrolls. Opening it may
// push the map past its bounds, which come back when it closes.
function ajuster() {
  const { x, y } = carte.getSize();
  const haut = Math.min(y, window.innerHeight); // a phone on its side shows less than the map
  L.Popup.mergeOptions({
    maxWidth: Math.min(320, x - 110), // beside: the buttons, its own margins
    maxHeight: Math.max(120, haut - 90), // above and below: its margins, its tip, the place
    autoPanPaddingTopLeft: [50, 10],
    autoPanPaddingBottomRight: [10, 10],
  });
}
ajuster();
carte.on("resize", ajuster);
carte.on("autopanstart", () => carte.setMaxBounds(null));
carte.on("popupclose", () => carte.setMaxBounds(bornes()));

// Land: one outline an origin where there is one.
const trait = (geometrie, proprietes) => ({ type: "Feature", geometry: geometrie, properties: proprietes });
const terres = L.geoJSON(
  origines.contour.map((contour, rang) => contour && trait(contour, { rang })).filter(Boolean),
  { renderer: dessous, style: { weight: 0.4, color: "#ffffff", fillOpacity: 1 } },
).addTo(carte);
terres.eachLayer((terre) => brancher(terre, terre.feature.properties.rang));

// Circles: their area is the population.
const RAYON = Math.sqrt(Math.max(1, ...origines.population));
const ronds = L.featureGroup(origines.nom.map((_, rang) => {
  const rond = L.circleMarker([origines.lat[rang], origines.lon[rang]], {
    renderer: dessous, weight: 0.7, color: "#3d4150", fillOpacity: 0.95,
  });
  rond.rang = rang;
  brancher(rond, rang);
  return rond;
}));

function brancher(couche, rang) {
  couche.bindTooltip(() => {
    const secondes = acces().s[rang];
    const temps = secondes === null ? modeChoisi().sans : `${minutes(secondes)} min${estimeIci(etat.mode, rang)}`;
    return element("span", `${origines.nom[rang]} – ${temps}`);
  }, { sticky: true });
  couche.bindPopup(() => bulleOrigine(rang));
}

function taille(rang) {
  const echelle = Math.min(26, 9 * 1.35 ** Math.max(0, carte.getZoom() - 8));
  return Math.max(1.2, (echelle * Math.sqrt(origines.population[rang])) / RAYON);
}

// An open bubble says what the choices now are.
const relire = () => carte.eachLayer((couche) => { if (couche instanceof L.Popup) couche.update(); });

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
  const pris = [...document.querySelectorAll(".leaflet-marker-pane .point")].map((icone) => icone.getBoundingClientRect());
  noms.forEach(({ bassin, boite, marque, emprise }) => {
    const territoire = donnees.territoires.find(({ type, code }) => type === "bassin" && code === bassin.code);
    const atteints = territoire && couverts("bassin", bassin.code)[etat.seuil];
    const dite = territoire ? pourcent(part(atteints, territoire.population)) : "";
    boite.lastChild.textContent = dite && approche("bassin", bassin.code) ? `≈ ${dite}` : dite;
    boite.hidden = false;
    const ouest = carte.latLngToContainerPoint(emprise.getSouthWest());
    const est = carte.latLngToContainerPoint(emprise.getNorthEast());
    const large = est.x - ouest.x > boite.offsetWidth && ouest.y - est.y > boite.offsetHeight;
    const libre = large && bassin.reperes.find((repere) => {
      marque.setLatLng(repere);
      const cadre_ = boite.getBoundingClientRect();
      return !pris.some((autre) => seTouchent(cadre_, autre));
    });
    boite.hidden = !libre;
    if (!boite.hidden) pris.push(boite.getBoundingClientRect());
  });
}

// Places: one cluster for all, so that no two bubbles of different réseaux overlap.
const marques = donnees.points.map((point) => {
  const { sigle } = nomReseau.get(point.reseau);
  const marque = L.marker([point.lat, point.lon], {
    icon: L.divIcon({
      html: element("span", sigle), className: "point", iconSize: [Math.max(26, 6.6 * sigle.length + 8), 26], popupAnchor: [0, -12],
    }),
    title: point.nom,
  });
  marque.bindPopup(() => bullePoint(point));
  return marque;
});
groupe.options.iconCreateFunction = (grappe) => L.divIcon({
  html: element("span", nombre(grappe.getChildCount())),
  className: "point grappe",
  iconSize: [28, 28],
});
groupe.options.showCoverageOnHover = false;
groupe.options.maxClusterRadius = 42;
groupe.options.spiderLegPolylineOptions = { weight: 1.2, color: "#10121c" };

function montrer(reseaux) {
  groupe.clearLayers();
  groupe.addLayers(marques.filter((_, rang) => reseaux.has(donnees.points[rang].reseau)));
}

// An estimate is hatched, whatever its colour: lines are told apart without seeing hue.
const motifs = new Map();
function hachures(teinte) {
  if (!motifs.has(teinte)) {
    const trame = Object.assign(document.createElement("canvas"), { width: 8, height: 8 });
    const pinceau = trame.getContext("2d");
    pinceau.fillStyle = teinte;
    pinceau.fillRect(0, 0, 8, 8);
    const [rouge, vert, bleu] = [1, 3, 5].map((debut) => parseInt(teinte.slice(debut, debut + 2), 16));
    pinceau.strokeStyle = 0.3 * rouge + 0.59 * vert + 0.11 * bleu > 120 ? "#10121c99" : "#ffffffb3";
    pinceau.lineWidth = 1.3;
    [[-2, 2, 2, -2], [-2, 10, 10, -2], [6, 10, 10, 6]].forEach(([x, y, versX, versY]) => {
      pinceau.moveTo(x, y);
      pinceau.lineTo(versX, versY);
    });
    pinceau.stroke();
    motifs.set(teinte, pinceau.createPattern(trame, "repeat"));
  }
  return motifs.get(teinte);
}
const remplissage = (rang) => {
  const teinte = couleur(acces().s[rang]);
  return hachuree(rang) ? hachures(teinte) : teinte;
};

// Either the land is coloured, or the circles are: one legend, one meaning of a colour.
function colorer() {
  const enRonds = carte.hasLayer(ronds);
  terres.eachLayer((terre) => terre.setStyle(enRonds
    ? { fillColor: TERRE, color: "#c3c6cd" }
    : { fillColor: remplissage(terre.feature.properties.rang), color: "#ffffff" }));
  ronds.eachLayer((rond) => rond.setStyle({ fillColor: remplissage(rond.rang) }));
}

const grossir = () => ronds.eachLayer((rond) => rond.setRadius(taille(rond.rang)));
const cadre = () => terres.getLayers().length ? terres.getBounds() : L.latLngBounds(origines.lat.map((lat, rang) => [lat, origines.lon[rang]]));
const bornes = () => cadre().pad(0.6);
carte.on("zoomend", grossir);
carte.on("moveend", nommer);
carte.on("moveend", () => setTimeout(nommer, 350)); // once the clusters have come to rest
groupe.on("animationend", nommer); // which may take longer on a slow machine
