// A value that stays on the device under a name. Every change begins with what is there: another window may have changed it.

export class Kept<T> {
  private last: T;

  constructor(private readonly name: string, private readonly empty: T) {
    this.last = empty;
  }

  get(): T {
    try {
      const kept = localStorage.getItem(this.name);
      if (kept !== null) this.last = JSON.parse(kept) as T;
    } catch {
      // a browser that keeps nothing has it as long as the page is open
    }
    return this.last;
  }

  change(make: (was: T) => T): void {
    this.last = make(this.get());
    try {
      localStorage.setItem(this.name, JSON.stringify(this.last));
    } catch {
      // as above
    }
  }
}
