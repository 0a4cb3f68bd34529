// Draws world.json and world.geojson from Natural Earth. Run by hand, `npm ci && node make.mjs`; see README.md.
// Knows which shape is whose (shapes.csv, vanished.csv, the cuts below); knows no treaty and asks no network.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { geoArea, geoCentroid, geoEqualEarth, geoEqualEarthRaw, geoEquirectangular, geoStream } from "d3-geo";
import { feature, merge } from "topojson-client";
import { presimplify, simplify, sphericalTriangleArea } from "topojson-simplify";

const WIDTH = 1000;
const CENTER = 11; // the central meridian: the map then opens in the Bering Strait and cuts nobody
const NORTH = 84;
const SOUTH = -57; // Cape Horn is in, Antarctica is left out
const SMALL = 6; // a state whose biggest piece fits into a square so wide has a marker besides
const DETAIL = 0.4; // bends of less than so many square units are left out
const DETAIL_GEOJSON = 0.8;
const APART = 4.4; // markers nearer to each other than this are pushed apart

// Former halves of present-day shapes: the line between them as lon,lat from one side of the shape to the other, drawn
// by hand at the precision of the map. `keep` is a point inside each half that is wanted.
const CUTS = [
  {
    of: "GMY",
    line: [
      [12.2, 50.3], [11.9, 50.4], [11.3, 50.5], [11.1, 50.35], [10.7, 50.25], [10.05, 50.6], [10, 50.9], [10.2, 51.05],
      [9.93, 51.35], [10.3, 51.55], [10.65, 51.65], [10.65, 52], [11, 52.15], [10.95, 52.6], [10.75, 52.8], [11.5, 53],
      [11.2, 53.15], [10.6, 53.4], [10.9, 53.7], [10.94, 53.98],
    ],
    keep: { GFR: [9, 50], GDR: [13, 52] },
  },
  { of: "DRV", line: [[106.3, 17], [107.2, 17]], keep: { RVN: [108, 14] } },
  {
    of: "YEM",
    line: [
      [43.45, 12.66], [44, 13.1], [44.65, 13.55], [44.75, 13.8], [45.3, 13.8], [45.65, 13.9], [45.75, 14.3],
      [45.4, 14.7], [45.6, 15.2], [46, 15.8], [46.4, 16.5], [46.4, 17.3],
    ],
    keep: { YAR: [44.2, 15.3], YPR: [48, 15] },
  },
  {
    of: "CHN",
    line: [
      [78.9, 34.3], [80.5, 35.5], [82.5, 35.7], [86, 36.2], [89.5, 36], [90, 34], [91, 33.2], [94, 32.7], [95.5, 32.2],
      [97, 31.9], [98.6, 31.5], [99, 30], [98.8, 29], [98.2, 27.7],
    ],
    keep: { TBT: [88, 31] },
  },
];

// Points that Natural Earth has on the wrong side of another border, and where they go.
const REPAIRS = [{ from: [23.89, 8.62], to: [24.15, 8.75] }]; // Sudan beside the Central African Republic

// Former parts that are a piece of their own of a present-day shape: a point in the piece.
const PIECES = [
  { of: "USA", keep: { Alaska: [-153, 65] } },
  { of: "RUS", keep: { Kaliningrad: [21, 54.7] } },
  { of: "MAL", keep: { Malaya: [102, 4] } },
  { of: "ITA", keep: { Sardinia: [9, 40], Sicily: [14.2, 37.5] } },
];

// ---- reading ----

const atlas = (name) => readFileSync(new URL(`node_modules/world-atlas/${name}`, import.meta.url));
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** RFC 4180, as much of it as our tables use. */
function readCsv(path) {
  const text = readFileSync(new URL(path, import.meta.url), "utf8");
  const cells = (line) => [...`${line},`.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*)),/g)]
    .map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain);
  const [head, ...rows] = text.trimEnd().split("\n").map(cells);
  return rows.map((row) => Object.fromEntries(head.map((column, i) => [column, row[i]])));
}

const byKey = (a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

/** Each shape of the coarse map with its key: polygons in lon/lat, shared borders shared, one shape per key. */
function shapes(world, table) {
  const groups = new Map();
  const geometries = world.objects.countries.geometries;
  const add = (row, geometry) => {
    const key = row.id || row.place || row.name;
    const shape = groups.get(key) ?? { key, id: row.id || null, place: row.place, name: row.name, parts: [] };
    shape.parts.push(geometry);
    groups.set(key, shape);
  };
  for (const geometry of geometries) {
    if (geometry.properties.name === "Antarctica") continue;
    const row = table.find((row) => row.name === geometry.properties.name && row.iso === (geometry.id ?? ""));
    if (!row) throw new Error(`shapes.csv has no row for ${geometry.properties.name}`);
    if (row.id === "RUS") {
      // Natural Earth draws who holds; we draw what the General Assembly's resolution 68/262 calls Ukraine's.
      const crimea = (arcs) => middleNear(world, arcs, 34, 45.2, 2);
      add(row, { ...geometry, arcs: geometry.arcs.filter((arcs) => !crimea(arcs)) });
      add(table.find((row) => row.id === "UKR"), { ...geometry, arcs: geometry.arcs.filter(crimea) });
    } else add(row, geometry);
  }
  return [...groups.values()].sort(byKey).map(({ parts, ...shape }) => ({ ...shape, geometry: merge(world, parts) }));
}

/** Whether a polygon's middle lies within so many degrees of a point. */
function middleNear(world, arcs, lon, lat, degrees) {
  const [x, y] = geoCentroid(feature(world, { type: "Polygon", arcs }));
  return Math.abs(x - lon) < degrees && Math.abs(y - lat) < degrees;
}

const polygons = (geometry) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates);
const biggest = (geometry) => polygons(geometry).map((coordinates) => ({ type: "Polygon", coordinates }))
  .reduce((best, polygon) => (geoArea(polygon) > geoArea(best) ? polygon : best));

// ---- cutting ----

/** The place on the ring nearest to a point: after which vertex, and where. */
function nearest(ring, [px, py]) {
  let best = { distance: Infinity };
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const [[ax, ay], [bx, by]] = [ring[i], ring[i + 1]];
    const length = (bx - ax) ** 2 + (by - ay) ** 2 || 1;
    const t = Math.min(1, Math.max(0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length));
    const point = [ax + t * (bx - ax), ay + t * (by - ay)];
    const distance = Math.hypot(px - point[0], py - point[1]);
    if (distance < best.distance) best = { distance, after: i, point };
  }
  return best;
}

function inside(ring, [x, y]) {
  let is = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [[ax, ay], [bx, by]] = [ring[i], ring[j]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) is = !is;
  }
  return is;
}

/** The two halves of a ring left and right of a line. */
function halves(ring, line) {
  const open = ring.slice(0, -1);
  const [from, to] = [nearest(ring, line[0]), nearest(ring, line.at(-1))];
  const middle = line.slice(1, -1);
  const walk = (start, end) => {
    const points = [start.point];
    for (let i = (start.after + 1) % open.length; ; i = (i + 1) % open.length) {
      points.push(open[i]);
      if (i === end.after) break;
    }
    return [...points, end.point];
  };
  const one = [...walk(from, to), ...middle.toReversed(), from.point];
  const two = [...walk(to, from), ...middle, to.point];
  return [one, two];
}

/** The former parts of shapes. */
function formerParts(list) {
  const parts = CUTS.flatMap(({ of, line, keep }) => {
    const ring = biggest(list.find((shape) => shape.key === of).geometry).coordinates[0];
    const two = halves(ring, line);
    return Object.entries(keep).map(([key, point]) => {
      const half = two.find((half) => inside(half, point));
      if (!half) throw new Error(`the cut of ${of} has no half for ${key}`);
      const polygon = { type: "Polygon", coordinates: [half] };
      if (geoArea(polygon) > 2 * Math.PI) half.reverse();
      return { key, id: key, of, geometry: polygon };
    });
  });
  for (const { of, keep } of PIECES) {
    const from = polygons(list.find((shape) => shape.key === of).geometry);
    for (const [key, point] of Object.entries(keep)) {
      const coordinates = from.find(([ring]) => inside(ring, point));
      if (!coordinates) throw new Error(`${of} has no piece for ${key}`);
      parts.push({ key, id: key, of, geometry: { type: "Polygon", coordinates } });
    }
  }
  return parts.sort(byKey);
}

// ---- projecting ----

const projection = geoEqualEarth().rotate([-CENTER, 0]).precision(0);
const scale = WIDTH / (2 * geoEqualEarthRaw(Math.PI, 0)[0]);
const top = geoEqualEarthRaw(0, (NORTH * Math.PI) / 180)[1] * scale;
const HEIGHT = Math.ceil(top - geoEqualEarthRaw(0, (SOUTH * Math.PI) / 180)[1] * scale);
projection.scale(scale).translate([WIDTH / 2, top]);

/** The rings of a geometry after projection (and after it was cut where the map opens). */
function rings(geometry, through) {
  const found = [];
  let ring;
  const ignore = () => {};
  geoStream(geometry, through.stream({
    point: (x, y) => ring?.push([x, y]),
    lineStart: () => { ring = []; },
    lineEnd: () => { found.push(ring); ring = undefined; },
    polygonStart: ignore,
    polygonEnd: ignore,
    sphere: ignore,
  }));
  return found;
}

/** On a grid of so many steps a unit, repeated points left out; nothing where no area is left. */
function snap(ring, grid) {
  const points = [];
  for (const [x, y] of ring.map((point) => point.map((value) => Math.round(value * grid)))) {
    const last = points.at(-1);
    if (!last || last[0] !== x || last[1] !== y) points.push([x, y]);
  }
  if (points.length > 1 && points[0][0] === points.at(-1)[0] && points[0][1] === points.at(-1)[1]) points.pop();
  return points.length > 2 ? points : undefined;
}

const snapped = (geometry, through, grid) => rings(geometry, through).map((ring) => snap(ring, grid)).filter(Boolean);

/** A path of relative lines, in whole tenths of a unit: short, exact, and borders fit. */
function path(list) {
  const pair = (x, y) => `${x}${y < 0 ? "" : " "}${y}`;
  return list.map((points) => {
    let [x, y] = points[0];
    let text = `M${pair(x, y)}l`;
    points.slice(1).forEach(([nx, ny], i) => {
      const step = pair(nx - x, ny - y);
      text += i && !step.startsWith("-") ? ` ${step}` : step;
      [x, y] = [nx, ny];
    });
    return `${text}z`;
  }).join("");
}

const signedArea = (ring) => ring.reduce((sum, [x, y], i) => {
  const [nx, ny] = ring[(i + 1) % ring.length];
  return sum + (x * ny - nx * y) / 2;
}, 0);

const bulk = (list) => list.reduce((a, b) => (Math.abs(signedArea(b)) > Math.abs(signedArea(a)) ? b : a));

function box(ring) {
  const [xs, ys] = [ring.map(([x]) => x), ring.map(([, y]) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, w: Math.max(...xs) - x, h: Math.max(...ys) - y };
}

/** The point of the biggest ring farthest from its border: where a label has most room. */
function labelPoint(list) {
  const ring = bulk(list);
  const closed = [...ring, ring[0]];
  let { x, y, w, h } = box(ring);
  let best = { room: -Infinity, at: [x + w / 2, y + h / 2] };
  const STEPS = 24;
  for (let round = 0; round < 3; round += 1) {
    for (let i = 0; i <= STEPS; i += 1) {
      for (let j = 0; j <= STEPS; j += 1) {
        const at = [x + (w * i) / STEPS, y + (h * j) / STEPS];
        const room = nearest(closed, at).distance * (inside(ring, at) ? 1 : -1);
        if (room > best.room) best = { room, at };
      }
    }
    [w, h] = [w / 8, h / 8];
    [x, y] = [best.at[0] - w / 2, best.at[1] - h / 2];
  }
  return best.at;
}

function drawn(shape) {
  const list = snapped(shape.geometry, projection, 10);
  if (!list.length) return undefined;
  const { w, h } = box(bulk(list));
  const [x, y] = labelPoint(list).map((value) => Math.round(value) / 10);
  return { d: path(list), x, y, small: Math.max(w, h) < SMALL * 10 };
}

/** The edge of the map: two meridians and the parallels where it ends. */
function outline() {
  const side = (lon) => {
    const points = [];
    for (let lat = SOUTH; lat <= NORTH; lat += 3) {
      const [x, y] = geoEqualEarthRaw((lon * Math.PI) / 180, (lat * Math.PI) / 180);
      points.push([WIDTH / 2 + x * scale, top - y * scale]);
    }
    return points;
  };
  return path([snap([...side(-180), ...side(180).reverse()], 10)]);
}

// ---- markers ----

/** Pushes what lies on top of each other apart, by as little as it takes; the same every time. */
function spread(list) {
  for (let round = 0; round < 300; round += 1) {
    for (let i = 0; i < list.length; i += 1) {
      for (let j = i + 1; j < list.length; j += 1) {
        const [a, b] = [list[i], list[j]];
        let [dx, dy] = [b.x - a.x, b.y - a.y];
        const distance = Math.hypot(dx, dy);
        if (distance >= APART) continue;
        if (distance < 0.01) [dx, dy] = [1, 0];
        const push = (APART - distance) / 2 / Math.hypot(dx, dy);
        [a.x, a.y, b.x, b.y] = [a.x - dx * push, a.y - dy * push, b.x + dx * push, b.y + dy * push];
      }
    }
  }
}

function markers(list, fine, table, vanished) {
  const small = new Set(list.filter((shape) => shape.id && shape.drawn.small).map((shape) => shape.id));
  const has = new Set(list.map((shape) => shape.id));
  const found = [];
  for (const { id, iso, name } of table) {
    if (!id || found.some((marker) => marker.key === id) || (has.has(id) && !small.has(id))) continue;
    const geometry = fine.objects.countries.geometries.find((g) => g.properties.name === name && (g.id ?? "") === iso);
    found.push({ key: id, at: geoCentroid(biggest(feature(fine, geometry).geometry)) });
  }
  for (const { id, lon, lat } of vanished) {
    if (lon) found.push({ key: id, at: [Number(lon), Number(lat)], dated: true });
  }
  for (const marker of found) [marker.x, marker.y] = projection(marker.at);
  found.sort(byKey);
  spread(found);
  const tenth = (value) => Math.round(value * 10) / 10;
  return found.map(({ key, at, x, y, dated }) => ({ id: key, at: at.map(tenth), x: tenth(x), y: tenth(y), dated }));
}

// ---- the two files ----

/** What a shape is called: a state by its id, a part by its id and the shape it lies on, the rest by name. */
const label = ({ id, of, place, name }) => ({ id, ...(of && { of }), ...(!id && { ...(place && { place }), name }) });

/** GeoJSON of the same shapes on a grid of a tenth of a degree, cut at 180° as RFC 7946 wants it. */
function geojson(all, points) {
  const through = geoEquirectangular().scale(180 / Math.PI).translate([0, 0]).precision(0);
  const coordinates = (geometry) => {
    const outer = [];
    const holes = [];
    for (const ring of snapped(geometry, through, 10)) {
      const closed = [...ring, ring[0]].map(([x, y]) => [x / 10, -y / 10 || 0]);
      (signedArea(ring) > 0 ? outer : holes).push(closed); // the projection's y grows downward
    }
    // RFC 7946 turns rings the other way than d3: the outer against the clock, holes with it.
    return outer.map((ring) => [ring, ...holes.filter((hole) => inside(ring, hole[0]))].map((one) => one.toReversed()));
  };
  const features = all.map((shape) => ({
    type: "Feature",
    properties: label(shape),
    geometry: { type: "MultiPolygon", coordinates: coordinates(shape.geometry) },
  }));
  for (const { id, at } of points) {
    features.push({ type: "Feature", properties: { id }, geometry: { type: "Point", coordinates: at } });
  }
  return { type: "FeatureCollection", features };
}

const lines = (key, list) => `"${key}":[\n${list.map((entry) => JSON.stringify(entry)).join(",\n")}\n]`;

const inputs = Object.fromEntries(["countries-110m.json", "countries-50m.json"].map((name) => [name, atlas(name)]));
const [coarse, fine] = Object.values(inputs).map((bytes) => JSON.parse(bytes));
const [table, vanished] = [readCsv("shapes.csv"), readCsv("vanished.csv")];
const unit = scale ** -2; // the projection keeps areas: a square unit of the map in steradians
const weighed = presimplify(coarse, sphericalTriangleArea);
for (const point of weighed.arcs.flat()) {
  const repair = REPAIRS.find(({ from: [x, y] }) => Math.hypot(point[0] - x, point[1] - y) < 0.02);
  if (repair) [point[0], point[1]] = repair.to;
}
const list = shapes(simplify(weighed, DETAIL * unit), table);
const parts = formerParts(list);
for (const shape of [...list, ...parts]) shape.drawn = drawn(shape);
const marks = markers(list, fine, table, vanished);

const head = {
  width: WIDTH,
  height: HEIGHT,
  grid: 0.1,
  projection: `Equal Earth, central meridian ${CENTER}° E, from ${-SOUTH}° S to ${NORTH}° N`,
  borders: "present-day, adjusted",
  source: {
    data: "Natural Earth 4.1.0, 1:110m and 1:50m, naturalearthdata.com",
    license: "public domain",
    package: "npm world-atlas 2.0.2",
    sha256: Object.fromEntries(Object.entries(inputs).map(([name, bytes]) => [name, sha256(bytes)])),
  },
  sphere: outline(),
};
const entry = (shape) => ({ ...label(shape), x: shape.drawn.x, y: shape.drawn.y, d: shape.drawn.d });
const pure = ({ id, x, y }) => ({ id, x, y });
const world = [
  JSON.stringify(head).slice(0, -1),
  lines("shapes", list.map(entry)),
  lines("parts", parts.map(entry)),
  lines("markers", marks.filter((mark) => !mark.dated).map(pure)),
  lines("points", marks.filter((mark) => mark.dated).map(pure)),
].join(",\n");
writeFileSync(new URL("world.json", import.meta.url), `${world}}\n`);

const rough = shapes(simplify(weighed, DETAIL_GEOJSON * unit), table);
const collection = geojson([...rough, ...formerParts(rough)], marks);
const text = collection.features.map((one) => JSON.stringify(one)).join(",\n");
writeFileSync(new URL("world.geojson", import.meta.url), `{"type":"FeatureCollection","features":[\n${text}\n]}\n`);
