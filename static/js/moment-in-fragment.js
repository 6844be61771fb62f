// For a page without a player: /interviews/someone/#t=1:01:06 opens at that moment. A fragment never reaches the server,
// which alone knows what moments look like and where they are; ?t= does.

function askServer() {
  const moment = new URLSearchParams(location.hash.slice(1)).get("t");
  if (moment) location.replace(`${location.pathname}?t=${encodeURIComponent(moment)}`);
}

window.addEventListener("hashchange", askServer);
askServer();
