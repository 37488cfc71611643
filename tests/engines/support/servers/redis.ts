import { server } from '../../../../docs/recipes/redisAnswers.ts';
import { listen } from './listen.ts';

listen(server);
