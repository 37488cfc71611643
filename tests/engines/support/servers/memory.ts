import { server } from '../../../../docs/recipes/memory.ts';
import { listen } from './listen.ts';

listen(server);
