package io.lokitempo.lab.fault;

/** What happens to a process of the installation. */
public enum ProcessFault {
    /** The analyzer is killed and started again at once. */
    ANALYZER_KILLED,
    /** The analyzer stands still for longer than its group waits for it, then goes on as if nothing had happened. */
    ANALYZER_FROZEN,
    /** The broker is killed and started again after a while. */
    BROKER_KILLED,
    /** The database is killed and started again after a while. */
    DATABASE_KILLED,
    /** Another analyzer joins and takes over half of the work. */
    SECOND_JOINS,
    /** One of two analyzers is killed and stays away. */
    ONE_OF_TWO_KILLED
}
