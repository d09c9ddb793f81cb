// Land in classes, bands of time, borders of zones, places; the bubble of each.
function fond(nom, rang) {
  const panneau = carte.createPane(nom);
  panneau.style.zIndex = rang;
  panneau.style.pointerEvents = "none";
  return L.canvas({ padding: 0.3, pane: nom });
}
const sous = fond("bandes", 350);
const sus = fond("zones", 420);

const remplissage = (classe, motif) => (motif ? trame(classe.couleur, motif).motif : classe.couleur);
const terres = L.geoJSON(
  aires.contour.map((contour, rang) => contour && trait(contour, { rang })).filter(Boolean),
  { renderer: dessous, style: { weight: 0.5, color: "#ffffff", fillOpacity: 1 } },
).addTo(carte);
const rangDe = (terre) => terre.feature.properties.rang;
terres.eachLayer((terre) => {
  terre.bindTooltip(() => element("span", [aires.nom[rangDe(terre)], classeDe(rangDe(terre)).nom, dureeDe(rangDe(terre))].filter(Boolean).join(" – ")), { sticky: true });
  terre.on("click", ({ latlng }) => montrerAire(rangDe(terre), latlng));
});

const bandes = L.layerGroup().addTo(carte);
const zones = L.layerGroup().addTo(carte);
const choisie = L.layerGroup().addTo(carte);

function colorer() {
  terres.eachLayer((terre) => {
    const classe = classeDe(rangDe(terre));
    terre.setStyle(vue.bandes.length
      ? { fillOpacity: 0, color: "#9a9da6" }
      : { fillOpacity: 1, color: "#ffffff", fillColor: remplissage(classe, classe.motif || (hachuree(rangDe(terre)) && "hachures")) });
  });
  bandes.clearLayers();
  [...vue.bandes].reverse().forEach(({ classe, contour }) => contour && bandes.addLayer(L.geoJSON(trait(geometrie(contour), {}), {
    renderer: sous, interactive: false,
    style: { weight: 0.5, color: "#10121c", fillOpacity: 1, fillColor: remplissage(vue.legende[classe], vue.legende[classe].motif) },
  })));
  zones.clearLayers();
  (vue.zones || []).map((rang) => donnees.zones[rang]).filter(({ contour }) => contour).forEach(({ contour, ferme }) => border(contour, zones, ferme ? "#10121c" : "#5c1a00", ferme ? null : "5 4"));
}

// Two lines, one pale and wide, one dark: seen over any colour.
function border(contour, groupe_, couleur, dashArray) {
  [["#ffffff", 3.6, null], [couleur, 1.8, dashArray]].forEach(([color, weight, tirets]) => groupe_.addLayer(
    L.geoJSON(trait(contour, {}), { renderer: sus, interactive: false, style: { color, weight, dashArray: tirets, fill: false } }),
  ));
}

// Places: those that are the matter of the page stand by themselves, the others in clusters.
const SIGNES = { site: "◆", ouverture: "+", fermeture: "×", depart: "★" };
const GENRES = { point: "point d’accueil", site: "site proposé", ouverture: "ouverture", fermeture: "fermeture", depart: "point choisi" };
const marques = donnees.points.map((point, rang) => {
  const sigle = SIGNES[point.genre] || point.sigle;
  const marque = L.marker([point.lat, point.lon], {
    icon: L.divIcon({
      html: element("span", sigle), className: `point ${point.genre}`, popupAnchor: [0, -12],
      iconSize: point.genre === "site" ? [20, 20] : [Math.max(26, 6.6 * sigle.length + 8), 26],
    }),
    title: point.nom,
    zIndexOffset: { site: -1000 }[point.genre] ?? (SIGNES[point.genre] ? 1000 : 0),
  });
  marque.on("click", () => montrerPoint(rang));
  return marque;
});
const seules = L.layerGroup(marques.filter((_, rang) => SIGNES[donnees.points[rang].genre])).addTo(carte);
function afficher() {
  const montres = document.getElementById("montrer-points")?.checked ?? true;
  groupe.clearLayers();
  if (montres) groupe.addLayers(marques.filter((_, rang) => !SIGNES[donnees.points[rang].genre]));
  document.getElementById("sigles")?.toggleAttribute("hidden", !montres);
  ecarter();
}

// A proposed site stands beside its spot, on the first side where it hides no place and no other.
const COTES = ["haut", "droite", "gauche", "bas"];
function ecarter() {
  const pris = [...document.querySelectorAll(".leaflet-marker-pane .point:not(.site)")].map((icone) => icone.getBoundingClientRect());
  document.querySelectorAll(".leaflet-marker-pane .site").forEach((icone) => {
    const poser = (cote) => {
      icone.classList.remove(...COTES);
      icone.classList.add(cote);
      return icone.getBoundingClientRect();
    };
    const libre = COTES.find((cote) => !pris.some((autre) => seTouchent(poser(cote), autre)));
    pris.push(poser(libre || COTES[0]));
  });
}
carte.on("moveend", ecarter);
carte.on("moveend", () => setTimeout(ecarter, 350)); // once the clusters have come to rest
groupe.on("animationend", ecarter);

const bornes = () => cadre().pad(0.6);
const cadrer = () => carte.fitBounds(vue.cadre ? [[vue.cadre[1], vue.cadre[0]], [vue.cadre[3], vue.cadre[2]]] : cadre(), { animate: false, padding: [6, 6] });
const cadre = () => (terres.getLayers().length ? terres.getBounds() : L.latLngBounds(aires.lat.map((lat, rang) => [lat, aires.lon[rang]])));

const zonesDe = (rang) => (vue.zones || []).map((zone) => donnees.zones[zone]).filter((zone) => zone.aires.includes(rang));
const solidite = ({ ferme }) => (ferme === null ? null : ferme ? "ferme" : "fragile");

function bulleAire(rang) {
  const bulle = element("div", null, { class: "bulle" });
  const bassin = donnees.bassins[aires.bassin[rang]];
  bulle.append(
    element("h3", aires.nom[rang]),
    element("p", `${nombre(aires.population[rang])} habitants`),
    lignes([[vue.titre, classeDe(rang).nom], ["Durée", dureeDe(rang)], ["Avant, après", vue.dits[rang]], ["Bassin", bassin && (bassin.document ? versDocument(bassin) : bassin.nom)]]),
    ...zonesDe(rang).map((zone) => lignes(ditsDeZone(zone))),
  );
  return bulle;
}
const ditsDeZone = (zone) => [
  [donnees.mots_zone[0][0].toUpperCase() + donnees.mots_zone[0].slice(1), zone.nom],
  ["Habitants", nombre(zone.habitants)], ["Solidité", solidite(zone)], ...zone.dits,
];

function bulleZone(rang) {
  const bulle = element("div", null, { class: "bulle" });
  bulle.append(element("h3", donnees.zones[rang].nom), lignes(ditsDeZone(donnees.zones[rang]).slice(1)));
  return bulle;
}

function bullePoint(point) {
  const bulle = element("div", null, { class: "bulle" });
  bulle.append(element("h3", point.nom), lignes([["Ce que c’est", GENRES[point.genre]], ["Réseau", point.reseau], ...point.dits]));
  return bulle;
}

// The diagnostic of a bassin, beside the page.
const versDocument = (bassin, classe = "suite-lien") => {
  const lien_ = element("a", "Diagnostic", { href: bassin.document });
  lien_.append(element("span", ` de ${bassin.nom}`, { class: classe }));
  return lien_;
};

function mentionner() {
  const temps = vue.note || (partielle() ? "Temps en partie estimés" : vue.estime && "Temps estimés à vol d’oiseau × détour");
  const phrases = [donnees.producteurs.length && `Sources : ${donnees.producteurs.join(", ")}`, temps].filter(Boolean);
  mention.getContainer().replaceChildren(
    ...(vue.essai ? [element("span", donnees.essai, { class: "essai" })] : []),
    ...(phrases.length ? [element("span", `${phrases.join(". ").replace(/\.$/, "")}.`, { class: "sources" })] : []),
  );
}
