// The page shell: what every page does on top of plain HTML.
import { startDialogs } from "./dialogs.js";
import { startHtmx } from "./htmx.js";
import { startIdleWarning } from "./idle.js";
import { startMenus } from "./menus.js";
import { startMessages } from "./messages.js";
import { startOnce } from "./once.js";
import { startShortcuts } from "./shortcuts.js";

startDialogs();
startHtmx();
startIdleWarning();
startMenus();
startMessages();
startOnce();
startShortcuts();
document.querySelector("[data-autofocus]")?.focus();
