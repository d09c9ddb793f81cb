// The map itself: its buttons, its scale, and bubbles that fit it.
const carte = map_carte;
const groupe = marker_cluster_points;
const doux = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const dessous = L.canvas({ padding: 0.3, pane: "overlayPane" });
const trait = (geometrie, proprietes) => ({ type: "Feature", geometry: geometrie, properties: proprietes });

// A line on the picture itself, for it will be cut out of the page.
const mention = L.control({ position: "bottomright" });
mention.onAdd = () => element("p", null, { class: "mention" });
mention.addTo(carte);
L.control.zoom({ zoomInTitle: "Agrandir", zoomOutTitle: "Réduire" }).addTo(carte);
L.control.scale({ imperial: false }).addTo(carte);

// A bubble fits the map that is seen, clear of the buttons; a longer one scrolls. Opening it may
// push the map past its bounds, which come back when it closes.
function ajuster() {
  const { x, y } = carte.getSize();
  const haut = Math.min(y, window.innerHeight); // a phone on its side shows less than the map
  const large = Math.min(320, x - 110); // beside: the buttons, its own margins
  L.Popup.mergeOptions({
    maxWidth: large,
    minWidth: Math.min(220, large), // a name and its value side by side
    maxHeight: Math.max(120, haut - 90), // above and below: its margins, its tip, the place
    autoPanPaddingTopLeft: [50, 10],
    autoPanPaddingBottomRight: [10, 10],
  });
}
ajuster();

// Without a mouse one goes to a place by the search or the tables, which open the same bubble:
// the signs on the map would be as many stops on the way to them.
L.Marker.mergeOptions({ keyboard: false });
carte.getPane("markerPane").setAttribute("aria-hidden", "true");
carte.getContainer().setAttribute("role", "group");
carte.getContainer().setAttribute("aria-label", "Carte : les flèches la déplacent, + et − l’agrandissent et la réduisent. La recherche et les tableaux disent ce qu’elle montre.");

carte.on("resize", ajuster);
carte.on("autopanstart", () => carte.setMaxBounds(null));
carte.on("popupclose", () => carte.setMaxBounds(bornes()));

// An open bubble says what the choices now are.
const relire = () => carte.eachLayer((couche) => { if (couche instanceof L.Popup) couche.update(); });

// Places: one cluster for all, so that no two bubbles of different réseaux overlap.
groupe.options.iconCreateFunction = (grappe) => L.divIcon({
  html: element("span", nombre(grappe.getChildCount())),
  className: "point grappe",
  iconSize: [28, 28],
});
groupe.options.showCoverageOnHover = false;
groupe.options.maxClusterRadius = 42;
groupe.options.spiderLegPolylineOptions = { weight: 1.2, color: "#10121c" };
