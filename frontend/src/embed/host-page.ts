// The page that holds our frame, where it lets nothing out (sandbox="allow-scripts"): a link is opened by it, if it speaks
// WordPress's protocol (`wp-embed.js`): it gave the frame a secret in its address, and follows the links that come with it.

const SECRET = /[#?&]secret=(\w{10})/;

export class HostPage {
  readonly #secret = SECRET.exec(location.hash)?.[1];

  start(): void {
    if (this.#secret && parent !== window) {
      document.addEventListener("click", (event) => this.#follow(event));
    }
  }

  #follow(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
    if (!link || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    // Whoever holds the frame has the secret already, and an address of ours is no secret.
    parent.postMessage({ message: "link", value: link.href, secret: this.#secret }, "*");
  }
}
