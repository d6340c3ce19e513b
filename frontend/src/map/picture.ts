/** The map as one picture with title, legend, scale, north and sources: saved as PNG, or printed. */
import { inks } from "./inks";
import { colourOf, legendOf, type LegendGroup } from "./legend";
import type { MapView } from "./map_view";
import { distanceM, lengthText } from "./measure";

interface Caption {
  title: string;
  date: string;
  /** Draw at once, without waiting for tiles: the browser is about to print. */
  isNow: boolean;
}

const [MARGIN, LEGEND_WIDTH, TITLE_HEIGHT, LINE] = [28, 300, 76, 22];
const FONT = '"Segoe UI", "Noto Sans", Arial, sans-serif';
const ROUND_M = [1, 2, 5];

export function savePicture(view: MapView, caption: Caption): void {
  onPaper(view, false, () => {
    compose(view, caption).toBlob((blob) => {
      if (!blob) return;
      const anchor = document.createElement("a");
      anchor.href = URL.createObjectURL(blob);
      anchor.download = "ban-do.png";
      anchor.click();
      setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
    }, "image/png");
  });
}

export function printPicture(view: MapView, caption: Caption): void {
  onPaper(view, caption.isNow, () => {
    document.getElementById("map-picture")?.remove();
    const image = document.createElement("img");
    image.id = "map-picture";
    image.alt = caption.title;
    image.src = compose(view, caption).toDataURL("image/png");
    document.body.append(image);
  });
}

/** Draw the map in the colours of paper, use it, and go back to the page's. */
function onPaper(view: MapView, isNow: boolean, use: () => void): void {
  const back = (): void => view.draw();
  if (isNow) {
    view.map.redraw();
    use();
    return;
  }
  view.draw(true);
  view.map.once("idle", () => {
    view.map.redraw();
    use();
    back();
  });
  view.map.triggerRepaint();
}

function compose(view: MapView, caption: Caption): HTMLCanvasElement {
  const source = view.map.getCanvas();
  const scale = source.width / source.clientWidth;
  const [width, height] = [source.clientWidth, source.clientHeight];
  const groups = legendOf(view);
  const picture = document.createElement("canvas");
  const legendHeight = groups.reduce((sum, one) => sum + heightOf(one), 60);
  const isBeside = width > 620;
  const total = {
    width: width + 2 * MARGIN + (isBeside ? LEGEND_WIDTH : 0),
    height: TITLE_HEIGHT + (isBeside ? Math.max(height, legendHeight) : height + legendHeight) + 2 * MARGIN + 70,
  };
  picture.width = total.width * scale;
  picture.height = total.height * scale;
  const pen = picture.getContext("2d");
  if (!pen) return picture;
  pen.scale(scale, scale);
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, total.width, total.height);
  write(pen, caption.title, MARGIN, MARGIN + 22, `600 22px ${FONT}`);
  const coverage = groups.find((one) => one.entries.length > 1)?.title ?? "";
  write(pen, [coverage, caption.date].filter(Boolean).join(" · "), MARGIN, MARGIN + 46, `14px ${FONT}`, "#51616a");
  const top = MARGIN + TITLE_HEIGHT - 14;
  pen.drawImage(source, MARGIN, top, width, height);
  pen.strokeStyle = "#87979b";
  pen.strokeRect(MARGIN, top, width, height);
  drawScale(pen, view, MARGIN + 12, top + height - 14);
  drawNorth(pen, MARGIN + width - 26, top + 34);
  const [x, y] = isBeside ? [MARGIN + width + 20, top] : [MARGIN, top + height + 24];
  drawGroups(pen, groups, x, y);
  drawSources(pen, view, caption, total.height - MARGIN - 34, total.width - 2 * MARGIN);
  return picture;
}

const heightOf = (group: LegendGroup): number => (group.entries.length + 1) * LINE + 14;

function drawGroups(pen: CanvasRenderingContext2D, groups: LegendGroup[], x: number, start: number): void {
  const ink = inks(false);
  let y = start + 14;
  for (const group of groups) {
    const isDoubtful = group.reality === "synthetic" || group.reality === "derived";
    // One entry says by itself what it is.
    if (group.entries.length > 1) {
      write(pen, group.title, x, y, `600 13px ${FONT}`, "#17252c", LEGEND_WIDTH - 24);
      y += LINE;
    }
    for (const entry of group.entries) {
      drawMark(pen, entry.mark, colourOf(entry, ink), x, y - 10);
      write(pen, entry.label, x + 32, y, `13px ${FONT}`, "#17252c", LEGEND_WIDTH - 60);
      y += LINE;
    }
    if (isDoubtful) write(pen, `(${group.realityLabel})`, x, y - 3, `italic 12px ${FONT}`, "#6b4b00");
    y += isDoubtful ? LINE : 8;
  }
}

function drawMark(pen: CanvasRenderingContext2D, mark: string, colour: string, x: number, y: number): void {
  pen.fillStyle = pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.beginPath();
  if (mark === "fill") pen.fillRect(x, y, 22, 12);
  else if (mark === "dot" || mark === "ring") {
    pen.arc(x + 11, y + 6, 4.5, 0, 2 * Math.PI);
    if (mark === "dot") pen.fill();
    else pen.stroke();
  } else {
    if (mark === "hatch") {
      pen.strokeRect(x, y, 22, 12);
      pen.moveTo(x + 3, y + 12);
      pen.lineTo(x + 13, y);
      pen.moveTo(x + 10, y + 12);
      pen.lineTo(x + 20, y);
    } else {
      pen.setLineDash(mark === "dash" ? [5, 3] : []);
      pen.moveTo(x, y + 6);
      pen.lineTo(x + 22, y + 6);
    }
    pen.stroke();
    pen.setLineDash([]);
  }
}

/** A bar of a round length, some 120 pixels long at the middle of the map. */
function drawScale(pen: CanvasRenderingContext2D, view: MapView, x: number, y: number): void {
  const map = view.map;
  const middle = map.getCanvas().clientHeight / 2;
  const [left, right] = [map.unproject([0, middle]), map.unproject([120, middle])];
  const lengthM = distanceM([left.lng, left.lat], [right.lng, right.lat]);
  const power = 10 ** Math.floor(Math.log10(lengthM));
  const roundM = power * (ROUND_M.findLast((step) => step * power <= lengthM) ?? 1);
  const pixels = (120 * roundM) / lengthM;
  pen.fillStyle = "#ffffffd9";
  pen.fillRect(x - 6, y - 22, pixels + 12, 30);
  pen.strokeStyle = "#17252c";
  pen.lineWidth = 2;
  pen.beginPath();
  pen.moveTo(x, y - 6);
  pen.lineTo(x, y);
  pen.lineTo(x + pixels, y);
  pen.lineTo(x + pixels, y - 6);
  pen.stroke();
  write(pen, lengthText(roundM, view.catalogue.language), x + 4, y - 8, `12px ${FONT}`);
}

function drawNorth(pen: CanvasRenderingContext2D, x: number, y: number): void {
  pen.fillStyle = "#17252c";
  pen.beginPath();
  pen.moveTo(x, y - 24);
  pen.lineTo(x + 7, y);
  pen.lineTo(x, y - 5);
  pen.lineTo(x - 7, y);
  pen.fill();
  write(pen, "N", x - 5, y + 14, `700 12px ${FONT}`);
}

function drawSources(pen: CanvasRenderingContext2D, view: MapView, caption: Caption, y: number, width: number): void {
  const shown = view.catalogue.layers.filter((layer) => view.shown.layers.has(layer.id));
  const sources = [...new Set(shown.map((layer) => layer.source).filter(Boolean))].join("; ");
  const lines = wrap(pen, `${view.catalogue.words["sources"]}: ${sources}`, width, `11px ${FONT}`).slice(0, 3);
  lines.push(`hatangso · ${location.origin}${location.pathname} · ${caption.date}`);
  lines.forEach((line, at) => write(pen, line, MARGIN, y + at * 15 - 12, `11px ${FONT}`, "#51616a"));
}

function wrap(pen: CanvasRenderingContext2D, text: string, width: number, font: string): string[] {
  pen.font = font;
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function write(pen: CanvasRenderingContext2D, text: string, x: number, y: number, font: string, colour = "#17252c", width?: number): void {
  pen.font = font;
  pen.fillStyle = colour;
  pen.fillText(text, x, y, width);
}
