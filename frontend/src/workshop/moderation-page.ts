// The page of those who moderate.

import "../every-page";
import { byId } from "../site/dom";
import { whenOnline } from "../site/events";
import { Queue } from "./queue";

const queue = new Queue(byId("queue"), byId("queue-said"));
whenOnline((event) => event.preventDefault());
queue.start();
queue.focus();
