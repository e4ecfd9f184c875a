// A page of the html report in Chromium, which counts whatever a report must not do.
"use strict";
const { chromium } = require("playwright-core");

// As root there is no sandbox to be had.
const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: process.getuid() === 0 ? ["--no-sandbox"] : [],
});

// Opens a file; `seen` collects complaints, dialogs, and requests for anything else.
const open = async (browser, file, options = {}) => {
  const context = await browser.newContext({
    viewport: { width: 1200, height: 900 }, permissions: ["clipboard-read", "clipboard-write"], ...options,
  });
  const page = await context.newPage();
  const seen = [];
  const url = "file://" + file;
  page.on("console", (message) => seen.push("console: " + message.text()));
  page.on("pageerror", (error) => seen.push("error: " + error.message));
  page.on("dialog", (dialog) => { seen.push("dialog: " + dialog.message()); dialog.dismiss(); });
  await page.route("**/*", (route) => {
    if (route.request().url().split("#")[0] === url) return route.continue();
    seen.push("request: " + route.request().url());
    return route.abort();
  });
  await page.goto(url);
  return { page, seen, close: () => context.close() };
};

module.exports = { launch, open };
