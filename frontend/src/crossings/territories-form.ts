// The choice of the territories where one counts, which is there where the directory has several.

const ticked = (box: HTMLInputElement): boolean => box.checked;

/** Ask for the territories that are ticked when the button of their choice is pressed. */
export function listenToTerritories(form: HTMLFormElement, ask: (territories: readonly string[]) => void): void {
  form.querySelector("#count-there")?.addEventListener("click", (event) => {
    event.preventDefault();
    const boxes = [...form.querySelectorAll<HTMLInputElement>("[name=territory]")];
    ask(boxes.filter(ticked).map(({ value }) => value));
  });
}
