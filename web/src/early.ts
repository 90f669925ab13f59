/** What cannot wait for the rest of the page, the theme and the incidents: a script of its own, and no module, so that it runs as soon as it is read. */

import { askEarly } from "./data/early";
import { remembered, wearTheme } from "./parts/themes";

wearTheme(remembered());

askEarly(new URLSearchParams(location.search).get("factuality") === "any" ? "factuality=any" : "");
