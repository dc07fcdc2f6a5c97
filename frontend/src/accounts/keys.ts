// Keys of devices: the browser asks the device, and the form sends what it answered.

import { find, write } from "../site/dom";

interface Options {
  readonly publicKey: PublicKeyCredentialCreationOptionsJSON & PublicKeyCredentialRequestOptionsJSON;
}

const isAble = (): boolean =>
  typeof PublicKeyCredential === "function" && "parseCreationOptionsFromJSON" in PublicKeyCredential;

/** Show a form that asks the device, where the browser knows how; `data-key` says whether one is made or signs. */
export function offerKey(form: HTMLFormElement): void {
  if (!isAble()) {
    return;
  }
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(form);
  });
}

async function send(form: HTMLFormElement): Promise<void> {
  const told = find(form, "[data-told]");
  write(told, "");
  try {
    const credential = await ask(form);
    find<HTMLInputElement>(form, "[name=credential]").value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch {
    write(told, form.dataset.failed ?? "");
  }
}

async function ask(form: HTMLFormElement): Promise<PublicKeyCredential> {
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  const { publicKey } = (await answer.json()) as Options;
  const credential = form.dataset.key === "make" ? await make(publicKey) : await sign(publicKey);
  if (!credential) {
    throw new Error("The device gave no key");
  }
  return credential as PublicKeyCredential;
}

const make = (options: PublicKeyCredentialCreationOptionsJSON): Promise<Credential | null> =>
  navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });

const sign = (options: PublicKeyCredentialRequestOptionsJSON): Promise<Credential | null> =>
  navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
