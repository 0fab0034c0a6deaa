// Preloaded into the Node process of jsii: a provider's index.js requires every class it has, its
// lazy-index.js (shipped beside it) requires a class when it is asked for.
"use strict";
const fs = require("fs");
const Module = require("module");
const resolve = Module._resolveFilename;
Module._resolveFilename = function (...args) {
  const file = resolve.apply(this, args);
  if (!/@cdktf[\\/]provider-[^\\/]+[\\/]lib[\\/]index\.js$/.test(file)) return file;
  const lazy = file.replace(/index\.js$/, "lazy-index.js");
  return fs.existsSync(lazy) ? lazy : file;
};

// CDKTF records the whole stack of every token, and every call of jsii's kernel is on it. Nobody reads them.
const capture = Error.captureStackTrace;
Error.captureStackTrace = (target, below) => {
  if (Error.stackTraceLimit !== Number.MAX_SAFE_INTEGER) capture(target, below);
};
