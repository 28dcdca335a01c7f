// Handwriting as points, and how a stroke looks while it is written. The server draws what is kept (site/annotation/ink_draw.go),
// with the same radii.

/** x, y in the pad's own pixels, pressure from 0 to 1. */
export type Point = [x: number, y: number, pressure: number];

export type Ink = { width: number; height: number; strokes: Point[][] };

// What the server takes (site/annotation/ink.go).
export const maxStrokes = 500;
export const maxPoints = 20_000;

const thinnest = 0.75;
const thicker = 2.75;

const diameter = (p: Point): number => 2 * (thinnest + thicker * p[2]);

/** Draws the part of a stroke from the point at an index on; the first point alone is a dot. */
export function draw(on: CanvasRenderingContext2D, stroke: Point[], from = 0): void {
  on.lineCap = "round";
  on.lineJoin = "round";
  for (let i = Math.max(from, 0); i < stroke.length; i++) {
    const a = stroke[Math.max(0, i - 1)]!;
    const b = stroke[i]!;
    on.beginPath();
    on.lineWidth = (diameter(a) + diameter(b)) / 2;
    on.moveTo(a[0], a[1]);
    on.lineTo(b[0], b[1]);
    on.stroke();
  }
}

export const points = (ink: Ink): number => ink.strokes.reduce((n, s) => n + s.length, 0);

/** Handwriting as it was kept in the form; nothing where the field holds something else. */
export function read(text: string): Point[][] {
  try {
    return (JSON.parse(text) as Partial<Ink>).strokes ?? [];
  } catch {
    return [];
  }
}
