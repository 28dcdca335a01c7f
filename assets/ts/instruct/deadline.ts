// Days that are often chosen as a deadline.

/** Shows the buttons and lets each set the day; today is the server's, 2021-10-22. */
export function deadlines(buttons: HTMLElement, input: HTMLInputElement, today: string): void {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(today)) return;
  buttons.hidden = false;
  for (const b of Array.from(buttons.querySelectorAll<HTMLButtonElement>("[data-days]"))) {
    b.addEventListener("click", () => {
      input.value = later(today, b.dataset.days ?? "");
    });
  }
}

/** The day so many days after another, or the last of its month; on that day itself, of the next. */
export function later(today: string, days: string): string {
  const [year, month, day] = today.split("-").map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const at = days === "month" ? new Date(Date.UTC(year, day === last ? month + 1 : month, 0)) : new Date(Date.UTC(year, month - 1, day + Number(days)));
  return at.toISOString().slice(0, 10);
}
