package io.leeway.tables;

import java.io.Serializable;

/** What has to hold when a source begins; looked at where the job's splits are handed out. */
interface StartCheck extends Serializable {

    /** Returns, or throws what ends the job for good. */
    void check();
}
