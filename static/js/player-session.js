// The lock screen, and the keys of headsets and keyboards that are meant for sound.

const session = navigator.mediaSession;

const ACTIONS = {
  play: "play", pause: "pause",
  seekbackward: "back", seekforward: "forward", previoustrack: "previous", nexttrack: "next",
};

export function offerActions(act, seek) {
  for (const [name, action] of Object.entries(ACTIONS)) session?.setActionHandler(name, () => act(action));
  session?.setActionHandler("seekto", ({ seekTime }) => seek(seekTime));
}

export function describe(title, { artist, album, artwork }, { duration, playbackRate, currentTime }) {
  if (!session) return;
  const pictures = artwork ? [{ src: artwork }] : [];
  session.metadata = new MediaMetadata({ title, artist, album, artwork: pictures });
  if (Number.isFinite(duration)) session.setPositionState({ duration, playbackRate, position: Math.min(currentTime, duration) });
}
