// A page that was kept was written for no question, and its address may hold one. Its script answers what it can.

type Asked = [name: string, value: string][];

/** What only the site can answer: other sides, confirmed memberships alone, networks that go together. */
const OF_THE_SITE = new Set(["a", "b", "confirmed", "network"]);

/** Put the dates, the state shown alone and the rule of an address into the form; give what it asks besides, which waits for the network. */
export function readQuestion(form: HTMLFormElement, asked: URLSearchParams): Asked {
  for (const input of form.querySelectorAll<HTMLInputElement>("#on, #from, #radius, #state")) {
    const usual = input.value;
    input.value = asked.get(input.name) ?? usual;
    // A browser empties what is no date, and what is no number.
    input.value ||= usual;
  }
  for (const input of form.querySelectorAll<HTMLInputElement>("[name=rule]")) {
    input.checked = input.value === asked.get("rule") || input.checked;
  }
  return [...asked].filter(([name, value]) => OF_THE_SITE.has(name) && value !== "" && value !== "false");
}
