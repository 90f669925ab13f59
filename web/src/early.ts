/** What cannot wait for the rest of the page, the theme and the incidents: it stands in the page itself. */

import { askEarly } from "./data/early";
import { remembered, wearTheme } from "./parts/themes";

askEarly(new URLSearchParams(location.search).get("factuality") === "any" ? "factuality=any" : "");

wearTheme(remembered());
