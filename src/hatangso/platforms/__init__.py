"""How digital platforms stand: services, documents and mail, certificates, meetings."""
