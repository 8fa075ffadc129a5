import Activity from '@lucide/svelte/icons/activity';
import BookOpen from '@lucide/svelte/icons/book-open';
import Drama from '@lucide/svelte/icons/drama';
import FileText from '@lucide/svelte/icons/file-text';
import HeartHandshake from '@lucide/svelte/icons/heart-handshake';
import Import from '@lucide/svelte/icons/import';
import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard';
import MessagesSquare from '@lucide/svelte/icons/messages-square';
import Radar from '@lucide/svelte/icons/radar';
import Rss from '@lucide/svelte/icons/rss';
import Send from '@lucide/svelte/icons/send';
import Siren from '@lucide/svelte/icons/siren';
import Tags from '@lucide/svelte/icons/tags';
import TrendingUp from '@lucide/svelte/icons/trending-up';
import Users from '@lucide/svelte/icons/users';
import Waypoints from '@lucide/svelte/icons/waypoints';
import type { Role } from '../api/accounts.ts';
import type { PageName } from '../paths.ts';
import { can } from '../state/me.svelte.ts';

/** The pages in the order of the rail; the first four stand in the bar for thumbs. */
const ALL = [
  { page: 'overview', icon: LayoutDashboard },
  { page: 'mentions', icon: MessagesSquare },
  { page: 'alerts', icon: Siren },
  { page: 'playbooks', icon: BookOpen },
  { page: 'drills', icon: Drama },
  { page: 'stories', icon: Waypoints },
  { page: 'trends', icon: TrendingUp },
  { page: 'service', icon: HeartHandshake },
  { page: 'reports', icon: FileText },
  { page: 'labels', icon: Tags },
  { page: 'watches', icon: Radar },
  { page: 'feeds', icon: Rss },
  { page: 'import', icon: Import },
  { page: 'channels', icon: Send },
  { page: 'system', icon: Activity },
  { page: 'accounts', icon: Users, role: 'admin' },
] as const satisfies readonly { page: PageName; icon: unknown; role?: Role }[];

/** Those that whoever is here may open. */
export const pagesInNav = (): readonly (typeof ALL)[number][] =>
  ALL.filter((each) => !('role' in each) || can(each.role));

export const isOn = (nav: PageName, page: PageName): boolean =>
  nav === page ||
  (nav === 'alerts' && (page === 'alert' || page === 'reviews')) ||
  (nav === 'stories' && page === 'story') ||
  (nav === 'channels' &&
    (page === 'duty' || page === 'routes' || page === 'silences' || page === 'templates'));
