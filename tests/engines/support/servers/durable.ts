import { server } from '../../../../docs/recipes/durableAnswers.ts';
import { listen } from './listen.ts';

listen(server);
