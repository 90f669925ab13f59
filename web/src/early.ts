/** Asks for the incidents before the rest of the page is here: a script of its own, and no module, so that it runs as soon as it is read. */

import { askEarly } from "./data/early";

askEarly(new URLSearchParams(location.search).get("factuality") === "any" ? "factuality=any" : "");
