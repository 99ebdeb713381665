namespace HealthFunction;

/// <summary>The event ids of all log messages. A published number never changes its meaning.</summary>
internal static class EventIds
{
    // Checks
    public const int CheckFailed = 1;
    public const int CheckRecovered = 2;
    public const int CheckEndedLate = 3;
    public const int CheckServiceNotDisposed = 4;
    public const int Drained = 5;
    public const int CheckDegraded = 6;
    public const int CheckNoLongerDegraded = 7;

    // Access
    public const int RefusedFrontDoor = 20;
    public const int RefusedAddress = 21;
    public const int RefusedChange = 22;

    // The surface
    public const int RouteFailed = 30;

    // History
    public const int Recorded = 300;
    public const int HistoryNotWritten = 301;
    public const int QueueOverflowed = 302;
    public const int RunRejected = 303;
    public const int BacklogLeft = 304;
    public const int TickRepeated = 305;
    public const int RowsExpired = 306;
    public const int ExpiryFailed = 307;
    public const int HistoryNotConfigured = 308;
    public const int HistoryNotRead = 309;
    public const int HistoryStillNotRead = 310;
    public const int HistoryReadAgain = 311;
    public const int HistoryStillNotWritten = 312;
    public const int HistoryWrittenAgain = 313;
    public const int QueueStillOverflowing = 314;
    public const int DaySetAside = 315;
    public const int ExpiryStopped = 316;

    // The fleet
    public const int PeerUnreachable = 320;
    public const int PeerNotWatched = 321;
    public const int PeerReachedAgain = 322;

    // Plans
    public const int PlansNotRead = 330;
    public const int PlansReadAgain = 331;
    public const int PlansDamaged = 332;
    public const int DrainPlanned = 333;
    public const int DrainPlanEnded = 334;
    public const int PlanChanged = 335;

    // Alerts
    public const int AlertDelivered = 400;
    public const int AlertNotDelivered = 401;
    public const int AlertAbandoned = 402;
    public const int AlertOverflowed = 403;
    public const int AlertStateNotStored = 404;
    public const int AlertStateStoredAgain = 405;
    public const int AlertStateUnreadable = 406;
    public const int AlertClockSetBack = 407;
    public const int AlertingOutOfTime = 408;
    public const int AlertingFailed = 409;

    // The timer of the web adapter
    public const int RecordingFailed = 500;
    public const int RecordingRepeated = 501;
    public const int RecordingUnderWay = 502;
}
