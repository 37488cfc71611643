import 'react-event-source/worker';
