// The page where a workshop is prepared: its scenes in order, and the way to capture more of them.

import "../every-page";
import { dropDrafts } from "../workspace/draft";
import { listenToCapture } from "./capture-start";
import { SceneOrder } from "./scene-order";

const form = document.getElementById("order");
form instanceof HTMLFormElement && new SceneOrder(form).start();

const capturing = document.getElementById("capturing");
capturing && listenToCapture(capturing);

// Who signs out leaves nothing behind on a machine that others use.
document.querySelector("form.who")?.addEventListener("submit", () => dropDrafts(localStorage));
