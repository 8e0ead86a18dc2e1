/** Everything the studio's pages can do beyond plain forms, one behaviour a file. */
import "./dismissals.js";
import "./parts.js";
import "./shortcuts.js";
import "./elements/compare-toggle.js";
import "./elements/dialog-opener.js";
import "./elements/elapsed-time.js";
import "./elements/face-frames.js";
import "./elements/history-moves.js";
import "./elements/job-card.js";
import "./elements/people-panel.js";
import "./elements/photo-upload.js";
import "./elements/picture-gallery.js";
import "./elements/picture-stage.js";
import "./elements/region-list.js";
import "./elements/selection-bar.js";
import "./elements/shown-revision.js";
import "./elements/tab-set.js";
