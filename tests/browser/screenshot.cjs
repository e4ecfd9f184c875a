// Called by `screenshot`, which says what for.
"use strict";
const path = require("path");
const { launch, open } = require("./page.cjs");

const main = async () => {
  const [report, folder] = process.argv.slice(2);
  const browser = await launch();
  const { page, close } = await open(browser, report, { viewport: { width: 1120, height: 1000 } });
  await page.screenshot({ path: path.join(folder, "demo.png") });
  await page.locator("figure").first().screenshot({ path: path.join(folder, "demo-latency.png") });
  await close();
  await browser.close();
};
main();
