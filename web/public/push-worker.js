// Shows what the server pushes, also while no page is open, and opens it when it is tapped.
self.addEventListener('push', (event) => {
  const told = read(event.data);
  event.waitUntil(
    self.registration.showNotification(told.title, {
      body: told.body,
      icon: '/icon-192.png',
      badge: '/icon-192.png',
      requireInteraction: told.stays,
      data: { url: told.url },
    }),
  );
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data?.url ?? '/'));
});

// A message that cannot be read is still one: the browser wants something shown for each.
function read(data) {
  try {
    const { title, body, url, stays } = data.json();
    return { title: String(title), body: String(body), url, stays: stays === true };
  } catch {
    return { title: '听潮', body: '有新的消息，请打开查看。', url: '/', stays: false };
  }
}
