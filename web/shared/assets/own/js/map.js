// The map: the agency's own tiles where it has some, else its outlines and streets; points to look at, or one pin to put.
// What it needs stands in data attributes of [data-map]; every text is put in as text. Without it the pages ask for words.
(() => {
  "use strict";
  const L = window.L, here = document.querySelector("[data-map]");
  if (!L || !here) return;
  const said = here.dataset, STREET_NAMES_FROM = 15, AREA_NAMES_FROM = 12, CLOSE = 16, MOST_NAMES = 40;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches || "still" in document.documentElement.dataset;
  const map = L.map(here, { attributionControl: false, zoomControl: false, preferCanvas: true, minZoom: 9, maxZoom: 19, zoomSnap: .5,
    zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still });
  L.control.zoom({ zoomInTitle: said.zoomIn, zoomOutTitle: said.zoomOut }).addTo(map);
  if (said.tiles) L.tileLayer(said.tiles, { maxZoom: 19, maxNativeZoom: Number(said.tilesTo) || 19 }).addTo(map);
  const points = JSON.parse(said.points || "[]");
  const label = (text) => { const one = document.createElement("span"); one.textContent = text; return one; };
  const drawing = (name, size) => L.divIcon({ className: `map__pin map__pin--${name}`, iconSize: size, iconAnchor: [size[0] / 2, name === "area" ? size[1] / 2 : size[1]] });

  // --- the ground
  function line(steps, scale) {
    const corners = [];
    for (let at = 0, lat = 0, lon = 0; at < steps.length; at += 2) {
      lat += steps[at]; lon += steps[at + 1];
      corners.push([lat / scale, lon / scale]);
    }
    return corners;
  }
  const names = { area: [], street: [] };
  map.createPane("ground").style.zIndex = 350; // below points, whenever it comes
  function ground(drawn) {
    const whole = L.featureGroup();
    const draw = (areas, style) => { for (const [name, rings] of areas) {
      const shape = L.polygon(rings.map((ring) => line(ring, drawn.scale)), { pane: "ground", interactive: false, ...style }).addTo(whole);
      names.area.push({ name, at: shape.getBounds().getCenter() });
    } };
    const drawnOver = Boolean(said.tiles);
    draw(drawn.areas, { color: "#1a4480", weight: 1, opacity: .5, fillColor: "#fff", fillOpacity: drawnOver ? 0 : 1 });
    if (!drawnOver) {
      draw(drawn.beside, { color: "#71767a", weight: 1, fillColor: "#dfe1e2", fillOpacity: 1 });
      for (const [name, ...lines] of drawn.streets) for (const steps of lines) {
        const corners = line(steps, drawn.scale);
        L.polyline(corners, { pane: "ground", interactive: false, color: "#a9aeb1", weight: 2 }).addTo(whole);
        names.street.push({ name, corners });
      }
    }
    whole.addTo(map);
    return drawn.view ? L.latLngBounds(drawn.view) : drawn.areas.length ? whole.getBounds() : null;
  }
  const shown = L.layerGroup().addTo(map);
  function write(at, text, kind) {
    L.marker(at, { interactive: false, keyboard: false, icon: L.divIcon({ className: `map__name map__name--${kind}`, html: label(text), iconSize: null }) }).addTo(shown);
  }
  function rename() {
    shown.clearLayers();
    if (said.tiles) return;
    const window_ = map.getBounds(), inner = window_.pad(-.08), zoom = map.getZoom();
    const taken = [], free = (at, text, letter, height) => { // names do not lie on each other
      const { x, y } = map.latLngToContainerPoint(at), wide = text.length * letter / 2 + 4;
      if (taken.length > MOST_NAMES || taken.some((one) => Math.abs(one.x - x) < one.wide + wide && Math.abs(one.y - y) < one.height + height)) return false;
      taken.push({ x, y, wide, height });
      return true;
    };
    if (zoom >= AREA_NAMES_FROM && zoom < STREET_NAMES_FROM + 2) for (const one of names.area) if (window_.contains(one.at) && free(one.at, one.name, 8, 11)) write(one.at, one.name, "area");
    if (zoom < STREET_NAMES_FROM) return;
    for (const { name, corners } of names.street) {
      for (let at = 1; at < corners.length; at++) { // in the middle of the first piece that is to be seen there
        const [one, other] = [corners[at - 1], corners[at]];
        const spot = [.5, .25, .75].map((part) => [one[0] + (other[0] - one[0]) * part, one[1] + (other[1] - one[1]) * part]).find((spot_) => inner.contains(spot_));
        if (spot && free(spot, name, 7, 9)) { write(spot, name, "street"); break; }
      }
    }
  }
  map.on("moveend", rename);

  // --- points to look at: one is a pin; many are dots that lead to their cases, and the list beside them is the way by keyboard
  const dots = points.map((one) => {
    const at = [one.lat, one.lon], rough = one.exact === false;
    if (!one.to) return L.marker(at, { icon: rough ? drawing("area", [28, 28]) : drawing("case", [26, 34]), title: one.text, keyboard: false, interactive: false }).addTo(map);
    const dot = L.circleMarker(at, { radius: rough ? 14 : 8, color: rough ? "#b50909" : "#fff", weight: 2, fillColor: "#b50909", fillOpacity: rough ? .2 : 1 }).addTo(map);
    return dot.bindTooltip(label(one.text), { direction: "top" }).on("click", () => window.location.assign(one.to));
  });
  for (const link of document.querySelectorAll("[data-dot]")) for (const [event, act] of [["focus", "openTooltip"], ["mouseenter", "openTooltip"], ["blur", "closeTooltip"], ["mouseleave", "closeTooltip"]])
    link.addEventListener(event, () => dots[Number(link.dataset.dot)]?.[act]());
  const around = points.length ? L.latLngBounds(points.map((one) => [one.lat, one.lon])) : null;

  // --- one pin to put
  const form = document.querySelector("form[data-pinning]");
  let pin = null, typed = "", asked = 0;
  const field = (name) => form.elements.namedItem(name);
  const tell = (text) => { document.getElementById("map-said").textContent = text; };
  async function ask(address) {
    const mine = ++asked;
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const known = await answer.json();
      return mine === asked ? known : null;
    } catch { if (mine === asked) tell(said.failed); return null; }
  }
  function keep(at, by) {
    field("lat").value = at ? at.lat.toFixed(5) : "";
    field("lon").value = at ? at.lng.toFixed(5) : "";
    field("by").value = at ? by : "";
    document.getElementById("map-remove").hidden = !at;
  }
  let waits = 0;
  function moved(by) {
    const at = pin.getLatLng();
    keep(at, by);
    window.clearTimeout(waits);
    waits = window.setTimeout(async () => {
      const near = await ask(`/report/near?lat=${at.lat.toFixed(5)}&lon=${at.lng.toFixed(5)}`);
      if (!near) return;
      const where = field("where");
      if (near.words && (where.value.trim() === "" || where.value === typed)) where.value = typed = near.words;
      tell(near.told);
    }, 250);
  }
  function put(at, by) {
    if (!pin) {
      pin = L.marker(at, { icon: drawing("put", [34, 44]), draggable: true, autoPan: true, keyboard: true, title: said.pin }).addTo(map);
      pin.on("dragend", () => moved("pin"));
      pin.getElement().addEventListener("keydown", (event) => {
        const step = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
        if (!step) return;
        event.preventDefault(); event.stopPropagation();
        const far = event.shiftKey ? 80 : 12, at_ = map.latLngToContainerPoint(pin.getLatLng());
        pin.setLatLng(map.containerPointToLatLng([at_.x + step[0] * far, at_.y + step[1] * far]));
        if (!map.getBounds().pad(-.1).contains(pin.getLatLng())) map.panTo(pin.getLatLng(), { animate: false });
        moved("pin");
      });
    }
    pin.setLatLng(at);
    if (by !== "kept") moved(by);
  }
  const go = (at) => map.setView(at, Math.max(map.getZoom(), CLOSE), { animate: false });
  async function find() {
    const words = field("where").value.trim();
    if (!words) { tell(said.empty); field("where").focus(); return; }
    const found = await ask(`/report/place?where=${encodeURIComponent(words)}`);
    if (!found) return;
    if (found.lat === undefined) { tell(found.told); return; }
    put([found.lat, found.lon], "words");
    go([found.lat, found.lon]);
  }
  function pinning() {
    map.on("click", (event) => put(event.latlng, "pin"));
    const press = (name, act) => document.getElementById(name)?.addEventListener("click", act);
    press("map-find", find);
    press("map-middle", () => { put(map.getCenter(), "pin"); pin.getElement().focus(); });
    press("map-remove", () => { window.clearTimeout(waits); asked++; pin?.remove(); pin = null; keep(null); tell(said.removed); document.getElementById("map-middle").focus(); });
    press("map-here", () => navigator.geolocation.getCurrentPosition(
      ({ coords }) => { const at = [coords.latitude, coords.longitude]; put(at, "pin"); go(at); }, () => tell(said.nowhere), { timeout: 10000 }));
    if (!navigator.geolocation || !window.isSecureContext) document.getElementById("map-here").hidden = true;
    field("where").addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); find(); } });
    const kept = [Number(field("lat").value), Number(field("lon").value)];
    if (field("lat").value) { put(kept, "kept"); go(kept); keep(pin.getLatLng(), field("by").value || "pin"); return; }
    if (field("where").value.trim()) find();
  }

  (async () => {
    let city = null;
    try {
      const answer = await fetch(said.ground);
      if (answer.ok) city = ground(await answer.json());
    } catch { /* the points are shown on a plain ground */ }
    if (around) map.fitBounds(around, { maxZoom: CLOSE, padding: [40, 40], animate: false });
    else if (city) map.fitBounds(city, { animate: false });
    else map.setView([0, 0], 2);
    if (form) pinning();
    rename();
    here.dataset.ready = "";
    map.on("movestart resize", () => { delete here.dataset.ready; }); // a new size is drawn a moment after it is known
    map.on("moveend", () => { here.dataset.ready = ""; });
  })();
})();
