// Today of a coach: what a live screen left on this device goes out from here too.
import { sendWhatIsLeft } from "./unsent.js";

sendWhatIsLeft();
