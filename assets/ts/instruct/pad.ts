// A pad to write on with a pen, a finger or the mouse. Its points count in a sheet of a fixed size, so that a turned tablet or
// another screen changes nothing of what was written.
import { say } from "../say.ts";
import { draw, type Ink, maxPoints, maxStrokes, type Point, points, read } from "./stroke.ts";
import type { PadWords } from "./words.ts";

const sheet = { width: 800, height: 320 };

class Pad {
  private readonly ink: Ink;
  private cleared?: Point[][]; // what Clear took away: the next Undo brings it back
  private stroke?: Point[]; // under way
  private pointer = -1; // that writes it
  private kind = ""; // of that pointer
  private penSeen = false; // from then on a touch is the palm
  private readonly canvas: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D;
  private readonly undoButton: HTMLButtonElement;
  private readonly clearButton: HTMLButtonElement;
  private readonly status: HTMLElement;

  constructor(root: HTMLDetailsElement, private readonly field: HTMLInputElement, private readonly words: PadWords) {
    const part = <T extends HTMLElement>(name: string): T => root.querySelector(`[data-part="${name}"]`) as T;
    this.canvas = root.querySelector("canvas") as HTMLCanvasElement;
    this.context = this.canvas.getContext("2d") as CanvasRenderingContext2D;
    this.undoButton = part("undo");
    this.clearButton = part("clear");
    this.status = part("status");
    this.ink = { ...sheet, strokes: read(field.value) };
    root.hidden = false;
    root.open = this.ink.strokes.length > 0;
    this.undoButton.addEventListener("click", () => this.undo());
    this.clearButton.addEventListener("click", () => this.clear());
    this.canvas.addEventListener("pointerdown", (e) => this.down(e));
    this.canvas.addEventListener("pointermove", (e) => this.move(e));
    this.canvas.addEventListener("pointerup", (e) => this.up(e));
    this.canvas.addEventListener("pointercancel", (e) => this.cancel(e));
    new ResizeObserver(() => this.redraw()).observe(this.canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.redraw());
    this.changed();
  }

  private down(e: PointerEvent): void {
    if (e.button !== 0) return;
    if (e.pointerType === "pen") this.penSeen = true;
    if (e.pointerType === "touch" && this.penSeen) return;
    if (this.stroke && !(e.pointerType === "pen" && this.kind === "touch")) return; // one at a time; a pen takes over from a palm
    if (this.ink.strokes.length >= maxStrokes || points(this.ink) >= maxPoints) {
      this.status.textContent = this.words.full;
      return;
    }
    e.preventDefault();
    this.canvas.setPointerCapture(e.pointerId);
    const palm = this.stroke !== undefined;
    this.pointer = e.pointerId;
    this.kind = e.pointerType;
    this.stroke = [this.point(e)];
    if (palm) this.redraw();
    else draw(this.context, this.stroke);
  }

  private move(e: PointerEvent): void {
    if (!this.stroke || e.pointerId !== this.pointer) return;
    const from = this.stroke.length;
    const room = maxPoints - points(this.ink) - from;
    const all = e.getCoalescedEvents();
    for (const one of (all.length ? all : [e]).slice(0, Math.max(0, room))) this.stroke.push(this.point(one));
    draw(this.context, this.stroke, from);
  }

  private up(e: PointerEvent): void {
    if (!this.stroke || e.pointerId !== this.pointer) return;
    this.ink.strokes.push(this.stroke);
    this.stroke = undefined;
    this.cleared = undefined;
    this.changed();
  }

  private cancel(e: PointerEvent): void {
    if (e.pointerId !== this.pointer) return;
    this.stroke = undefined;
    this.redraw();
  }

  private undo(): void {
    if (this.cleared) this.ink.strokes = this.cleared;
    else this.ink.strokes.pop();
    this.cleared = undefined;
    this.changed();
    this.redraw();
  }

  private clear(): void {
    this.cleared = this.ink.strokes;
    this.ink.strokes = [];
    this.changed();
    this.redraw();
    this.undoButton.focus(); // the button that was pressed cannot be pressed again
  }

  /** Where an event is on the sheet. Only a pen knows pressure; others write with half of it. */
  private point(e: PointerEvent): Point {
    const box = this.canvas.getBoundingClientRect();
    const round = (v: number, by: number): number => Math.round(v * by) / by;
    const pressure = e.pointerType === "pen" ? Math.min(1, Math.max(0, e.pressure)) : 0.5;
    return [round(((e.clientX - box.left) / box.width) * sheet.width, 10), round(((e.clientY - box.top) / box.height) * sheet.height, 10), round(pressure, 100)];
  }

  private changed(): void {
    const n = this.ink.strokes.length;
    this.field.value = n ? JSON.stringify(this.ink) : "";
    this.undoButton.disabled = n === 0 && !this.cleared;
    this.clearButton.disabled = n === 0;
    this.status.textContent = n ? say(this.words.count, n) : this.words.none;
  }

  private redraw(): void {
    const box = this.canvas.getBoundingClientRect();
    if (box.width === 0) return; // closed
    const scale = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(box.width * scale);
    this.canvas.height = Math.round((this.canvas.width * sheet.height) / sheet.width); // its style's height follows
    this.context.setTransform(this.canvas.width / sheet.width, 0, 0, this.canvas.height / sheet.height, 0, 0);
    this.context.strokeStyle = getComputedStyle(this.canvas).color;
    for (const s of this.ink.strokes) draw(this.context, s);
    if (this.stroke) draw(this.context, this.stroke);
  }
}

/** Shows the pad; the field always holds what is written on it, as JSON. */
export function pad(root: HTMLDetailsElement, field: HTMLInputElement, words: PadWords): void {
  new Pad(root, field, words);
}
