// Land coloured by minutes, circles by population, places in clusters.
const TERRE = "#f4f4f0";

function mentionner() {
  const { methode, temps } = modeChoisi();
  const dite = donnees.rues ? methode : temps === "estime" && "temps estimés à vol d’oiseau × détour";
  const phrases = [`Sources : ${donnees.producteurs.join(", ")}`, dite && dite[0].toUpperCase() + dite.slice(1)];
  mention.getContainer().replaceChildren(
    ...(donnees.essai ? [element("span", donnees.essai, { class: "essai" })] : []),
    element("span", `${phrases.filter(Boolean).join(". ")}.`, { class: "sources" }),
  );
}

// Land: one outline an origin where there is one.
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

function montrer(reseaux) {
  groupe.clearLayers();
  groupe.addLayers(marques.filter((_, rang) => reseaux.has(donnees.points[rang].reseau)));
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
