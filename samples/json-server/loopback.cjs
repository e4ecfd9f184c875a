// Preloaded into both json-servers (`node --require`): they listen on 127.0.0.1 at a
// port that the kernel chooses, and write it to $PORT_FILE once they do. Neither can
// do that by itself: both print port 0, and 1.0.0-beta.3 takes no notice of --host
// and would listen on every interface.
'use strict';

const fs = require('node:fs');
const net = require('node:net');

const listen = net.Server.prototype.listen;

net.Server.prototype.listen = function (...args) {
  const callback = args.find((argument) => typeof argument === 'function');
  this.once('listening', () => {
    const partial = `${process.env.PORT_FILE}.partial`;
    fs.writeFileSync(partial, `${this.address().port}\n`);
    fs.renameSync(partial, process.env.PORT_FILE);
  });
  return listen.call(this, {host: '127.0.0.1', port: 0}, callback);
};
